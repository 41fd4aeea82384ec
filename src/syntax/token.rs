//! `$name` `(` `..` `#end`: the tokens of VTL.

/// What a token is. Some characters have several tokens, one for each lexical state: `[` is one thing behind a reference
/// and another in parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum TokenKind {
    EndOfTemplate,
    /// `[` behind a reference.
    IndexOpen,
    /// `]` of an index.
    IndexClose,
    ListOpen,
    ListClose,
    Comma,
    /// `..`
    Range,
    Colon,
    MapOpen,
    MapClose,
    ParenOpen,
    /// `)` of a directive, with the blanks and the line break behind it.
    ParenClose,
    /// `)` of a method's arguments.
    MethodClose,
    /// `\#name`
    EscapedDirective,
    /// `#set(` with the blanks before it.
    Set,
    LineComment,
    /// `#* *#`
    BlockComment,
    /// `#** *#`
    FormalComment,
    /// `#[[ ]]#`
    TextBlock,
    /// `\\`
    BackslashPair,
    /// `\`
    Backslash,
    Text,
    Whitespace,
    String,
    True,
    False,
    Minus,
    Plus,
    Multiply,
    Divide,
    Remainder,
    And,
    Or,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Not,
    Assign,
    End,
    If,
    ElseIf,
    Else,
    Integer,
    Float,
    Word,
    /// `{name}`
    BracketedWord,
    Identifier,
    Dot,
    /// `{` in a reference.
    ReferenceOpen,
    /// `}` in a reference, and also of a map that ends in a reference.
    ReferenceClose,
    /// `$[`, `$![`, `$\![`, `$.`: text.
    EmptyIndex,
}

/// A set of token kinds.
#[derive(Debug, Clone, Copy)]
pub(super) struct TokenSet(u64);

impl TokenSet {
    pub const fn of(kinds: &[TokenKind]) -> TokenSet {
        let (mut bits, mut i) = (0, 0);
        while i < kinds.len() {
            bits |= 1 << kinds[i] as u32;
            i += 1;
        }
        TokenSet(bits)
    }

    pub const fn and(self, other: TokenSet) -> TokenSet {
        TokenSet(self.0 | other.0)
    }

    #[inline]
    pub const fn has(self, kind: TokenKind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }
}

/// Tokens that are printed where a statement may stand.
pub(super) const TEXT: TokenSet = {
    use TokenKind::*;
    TokenSet::of(&[
        Text,
        Dot,
        ParenClose,
        ParenOpen,
        Integer,
        Float,
        String,
        Backslash,
        ReferenceOpen,
        ReferenceClose,
        EmptyIndex,
    ])
};

/// Tokens that start a statement.
pub(super) const STATEMENT: TokenSet = {
    use TokenKind::*;
    TEXT.and(TokenSet::of(&[
        If,
        Identifier,
        LineComment,
        BlockComment,
        FormalComment,
        TextBlock,
        Set,
        EscapedDirective,
        BackslashPair,
        Word,
        BracketedWord,
    ]))
};

/// Tokens that start a value.
pub(super) const VALUE: TokenSet = {
    use TokenKind::*;
    TokenSet::of(&[String, Integer, Float, True, False, ListOpen, MapOpen, Identifier, ReferenceOpen])
};

/// One token. Offsets are bytes of the text that is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// Where it starts, with the `$`, `#` and `\` that the lexer gathered before it knew what they belong to.
    pub begin: u32,
    /// Where its own text starts: behind `begin` only for a comment that lost its start and a `.` behind a lone `$`.
    pub start: u32,
    /// A line comment's second half: what directly precedes its line break.
    pub tail: u32,
    pub end: u32,
    /// Which of the lexer's [`Leftover`](super::leftover::Leftover)s precedes it, from 1; 0 for none.
    pub leftover: u32,
}

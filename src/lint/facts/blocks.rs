//! The blocks of a template: what stands in which branch of what.

/// The number of a block.
pub(crate) type BlockId = usize;

/// A block and the one around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BlockInfo {
    pub parent: Option<BlockId>,
    pub kind: BlockKind,
    /// How many `#foreach` are around what stands in it.
    pub loops: u32,
    /// The `order` of the last item in it.
    pub last: u32,
}

/// What a block is to its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Template,
    /// The arm of that number of the `#if` of that number in `Facts::ifs`.
    Arm(usize, usize),
    /// The `#else` of that `#if`.
    Otherwise(usize),
    /// The body of the `#foreach` of that number in `Facts::loops`.
    Loop(usize),
    Define,
    Macro,
    /// The body of `#@name() … #end`.
    Call,
    /// A string in double quotes.
    String,
}

impl BlockInfo {
    pub fn template() -> BlockInfo {
        BlockInfo { parent: None, kind: BlockKind::Template, loops: 0, last: u32::MAX }
    }
}

impl super::Facts<'_> {
    /// The block and those around it, from the inside.
    pub fn around(&self, block: BlockId) -> impl Iterator<Item = BlockId> {
        std::iter::successors(Some(block), |block| self.blocks[*block].parent)
    }

    /// The block itself or one around it stands in a `#define` or `#macro`, and so runs when it is called.
    pub fn runs_later(&self, block: BlockId) -> bool {
        self.around(block).any(|block| matches!(self.blocks[block].kind, BlockKind::Define | BlockKind::Macro))
    }

    /// `inner` is `outer` or stands in it.
    pub fn is_within(&self, inner: BlockId, outer: BlockId) -> bool {
        self.around(inner).any(|block| block == outer)
    }

    /// The outermost `#foreach` around what stands in a block, by its number in `loops`.
    pub fn outermost_loop(&self, block: BlockId) -> Option<usize> {
        self.loops_around(block).last()
    }

    /// The innermost `#foreach` around what stands in a block, by its number in `loops`.
    pub fn innermost_loop(&self, block: BlockId) -> Option<usize> {
        self.loops_around(block).next()
    }

    /// Every `#foreach` around what stands in a block, from the inside, by its number in `loops`.
    pub fn loops_around(&self, block: BlockId) -> impl Iterator<Item = usize> {
        self.around(block).filter_map(|block| match self.blocks[block].kind {
            BlockKind::Loop(number) => Some(number),
            _ => None,
        })
    }

    /// Both blocks can run in one render: they do not stand in different arms of one `#if`.
    pub fn can_both_run(&self, a: BlockId, b: BlockId) -> bool {
        let arm = |block: BlockId| match self.blocks[block].kind {
            BlockKind::Arm(branching, arm) => Some((branching, arm)),
            BlockKind::Otherwise(branching) => Some((branching, usize::MAX)),
            _ => None,
        };
        let arms: Vec<_> = self.around(a).filter_map(arm).collect();
        self.around(b).filter_map(arm).all(|(branching, b)| arms.iter().all(|(of, a)| *of != branching || *a == b))
    }
}

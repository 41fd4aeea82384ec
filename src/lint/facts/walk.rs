//! One walk over the tree that makes the flat lists. Blocks and expressions nest no deeper than the parser allows.

use super::*;

/// Fills the lists of `facts`.
pub(super) fn walk<'s>(facts: &mut Facts<'s>, tree: Block<'s>) {
    let mut walker = Walker { facts, block: 0, order: 0, strings: 0 };
    walker.nodes(tree);
}

struct Walker<'f, 's> {
    facts: &'f mut Facts<'s>,
    block: BlockId,
    order: u32,
    /// How many strings are around.
    strings: u32,
}

impl<'s> Walker<'_, 's> {
    fn nodes(&mut self, nodes: Block<'s>) {
        for node in nodes {
            self.node(node);
        }
    }

    fn next(&mut self) -> u32 {
        self.order += 1;
        self.order
    }

    fn located<T>(&mut self, node: &'s T) -> Located<'s, T> {
        Located { node, block: self.block, order: self.next() }
    }

    /// Walks a block of its own.
    fn inside(&mut self, kind: BlockKind, nodes: Block<'s>) -> BlockId {
        let id = self.facts.blocks.len();
        let around = self.block;
        let loops = self.facts.blocks[around].loops + u32::from(matches!(kind, BlockKind::Loop(_)));
        self.facts.blocks.push(BlockInfo { parent: Some(around), kind, loops, last: 0 });
        self.block = id;
        self.nodes(nodes);
        self.block = around;
        self.facts.blocks[id].last = self.order;
        id
    }

    fn node(&mut self, node: &Node<'s>) {
        match *node {
            Node::Text(text) => self.text(text),
            Node::Reference(reference) => self.reference(reference, Place::Printed),
            Node::Set(set) => self.set(set),
            Node::If(node) => self.branching(node),
            Node::Foreach(node) => self.foreach(node),
            Node::Define(node) => {
                let located = self.located(node);
                self.facts.defines.push(located);
                self.inside(BlockKind::Define, node.body);
            }
            Node::Macro(node) => {
                let located = self.located(node);
                self.facts.macros.push(located);
                self.inside(BlockKind::Macro, node.body);
            }
            Node::Call(node) => {
                self.expressions(node.args, Place::Argument);
                let located = self.located(node);
                self.facts.calls.push(located);
                if let Some(body) = node.body {
                    self.inside(BlockKind::Call, body);
                }
            }
            Node::Break(node) => {
                let located = self.located(node);
                self.facts.breaks.push(located);
            }
            Node::Stop(node) => {
                let located = self.located(node);
                self.facts.stops.push(located);
            }
            Node::Raise(node) => {
                let located = self.located(node);
                self.facts.raises.push(located);
            }
            Node::Evaluate(node) => self.expressions(node.argument.as_slice(), Place::Argument),
            Node::Include(node) | Node::Parse(node) => self.expressions(node.args, Place::Argument),
        }
    }

    fn text(&mut self, text: &'s str) {
        let offset = self.facts.offset_of(text);
        let order = self.next();
        self.facts.texts.push(TextRun { text, offset, block: self.block, order });
    }

    fn set(&mut self, set: &'s Set<'s>) {
        self.expression(&set.value, Place::Assigned);
        self.steps(set.target);
        if !set.target.steps.is_empty() {
            self.used(set.target, Place::Target);
        }
        let located = self.located(set);
        self.facts.sets.push(located);
    }

    fn branching(&mut self, node: &'s If<'s>) {
        let number = self.facts.ifs.len();
        self.facts.ifs.push(Branching { node, arms: Vec::new(), otherwise: None });
        for (arm, (condition, body)) in node.arms.iter().enumerate() {
            self.expression(condition, Place::Truth);
            let id = self.inside(BlockKind::Arm(number, arm), body);
            self.facts.ifs[number].arms.push(id);
        }
        if let Some(body) = node.otherwise {
            let id = self.inside(BlockKind::Otherwise(number), body);
            self.facts.ifs[number].otherwise = Some(id);
        }
    }

    fn foreach(&mut self, node: &'s Foreach<'s>) {
        self.expression(&node.list, Place::Looped);
        let number = self.facts.loops.len();
        let body = self.facts.blocks.len();
        self.facts.loops.push(Loop { node, body });
        self.inside(BlockKind::Loop(number), node.body);
    }

    fn used(&mut self, reference: &'s Reference<'s>, place: Place) {
        let order = self.next();
        let in_string = self.strings > 0;
        self.facts.uses.push(Use { reference, place, block: self.block, order, in_string });
    }

    fn reference(&mut self, reference: &'s Reference<'s>, place: Place) {
        self.steps(reference);
        self.used(reference, place);
    }

    fn steps(&mut self, reference: &'s Reference<'s>) {
        for step in reference.steps {
            match step {
                Step::Property { .. } => {}
                Step::Method { args, .. } => self.expressions(args, Place::Argument),
                Step::Index { index, .. } => self.expression(index, Place::Index),
            }
        }
    }

    fn expressions(&mut self, expressions: &'s [Expression<'s>], place: Place) {
        for expression in expressions {
            self.expression(expression, place);
        }
    }

    fn expression(&mut self, expression: &'s Expression<'s>, place: Place) {
        match expression.kind {
            Kind::Reference(reference) => self.reference(reference, place),
            Kind::String(_) => self.facts.strings.push(expression),
            Kind::Interpolated(interpolated) => {
                self.facts.strings.push(expression);
                self.strings += 1;
                self.inside(BlockKind::String, interpolated.body);
                self.strings -= 1;
            }
            Kind::List(items) => self.expressions(items, Place::Element),
            Kind::Range((first, last)) => {
                self.expression(first, Place::Element);
                self.expression(last, Place::Element);
            }
            Kind::Map(entries) => {
                for (key, value) in entries {
                    self.expression(key, Place::Element);
                    self.expression(value, Place::Element);
                }
            }
            Kind::Not(operand) => self.expression(operand, Place::Negated),
            Kind::Binary(..) => self.chain(expression, place),
            Kind::Integer(_) | Kind::Float(_) | Kind::Boolean(_) | Kind::Word(_) => {}
        }
    }

    /// `1 + 2 + 3 …` leans to the left, and may be as long as the template.
    fn chain(&mut self, mut expression: &'s Expression<'s>, place: Place) {
        let mut right_sides = Vec::new();
        let mut place = place;
        while let Kind::Binary(operator, (left, right)) = &expression.kind {
            let inner = match operator {
                Operator::And | Operator::Or => Place::Truth,
                operator => Place::Operand(*operator),
            };
            right_sides.push((*operator, left, right, expression.span(), place, inner));
            (expression, place) = (left, inner);
        }
        self.expression(expression, place);
        for (operator, left, right, span, place, inner) in right_sides.into_iter().rev() {
            self.expression(right, inner);
            self.facts.binaries.push(Binary { operator, left, right, span, place });
        }
    }
}

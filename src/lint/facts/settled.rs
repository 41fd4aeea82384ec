//! `#set($n = 7)`: what a variable is known to hold.

use super::*;

/// Variables that are set to each other, and sums in sums.
const DEEPEST: usize = 16;

impl<'s> Facts<'s> {
    /// The expression itself; of a variable that is set once, and before, what it is set to.
    pub fn settled<'e>(&'e self, expression: &'e Expression<'s>) -> &'e Expression<'s> {
        let mut settled = expression;
        for _ in 0..DEEPEST {
            let Some(reference) = self.reference(settled).filter(|reference| reference.steps.is_empty()) else { break };
            let Some((root, variable)) = reference.path().and_then(|(root, _)| Some((root, self.variable(root)?)))
            else {
                break;
            };
            let [set] = variable.sets[..] else { break };
            let is_simple = variable.items.is_empty() && variable.defines.is_empty() && !variable.is_argument;
            let set = self.sets[set].node;
            if !is_simple || set.offset > settled.offset || GIVEN.contains(&root) {
                break;
            }
            settled = &set.value;
        }
        settled
    }

    /// The whole number that an expression is in every render.
    pub fn whole(&self, expression: &Expression<'s>) -> Option<i64> {
        self.whole_within(expression, DEEPEST)
    }

    fn whole_within(&self, expression: &Expression<'s>, depth: usize) -> Option<i64> {
        let depth = depth.checked_sub(1)?;
        match self.settled(expression).kind {
            Kind::Integer(text) => text.parse().ok(),
            Kind::Binary(operator, (left, right)) => {
                // what is not known on the right needs no walk down the left
                let right = self.whole_within(right, depth)?;
                let left = self.whole_within(left, depth)?;
                match operator {
                    Operator::Add => left.checked_add(right),
                    Operator::Subtract => left.checked_sub(right),
                    Operator::Multiply => left.checked_mul(right),
                    Operator::Divide => left.checked_div(right),
                    Operator::Remainder => left.checked_rem(right),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

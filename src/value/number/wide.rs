//! An unsigned number of fixed width, for the digits of very large and very small doubles.

const LIMBS: usize = 20;

/// Up to 1280 bits, least limb first: the largest that digits of a double ask for is below 1000.
#[derive(Clone)]
pub(super) struct Wide {
    limbs: [u64; LIMBS],
    /// Limbs in use; those above are zero.
    used: usize,
}

impl Wide {
    /// `value * 5^fives * 2^twos`
    pub(super) fn new(value: u64, fives: u32, twos: u32) -> Self {
        let mut limbs = [0; LIMBS];
        limbs[0] = value;
        let mut wide = Wide { limbs, used: 1 };
        for _ in 0..fives / 27 {
            wide.multiply(5u64.pow(27));
        }
        wide.multiply(5u64.pow(fives % 27));
        wide.shift_left(twos);
        wide
    }

    pub(super) fn multiply(&mut self, factor: u64) {
        let mut carry = 0;
        for limb in &mut self.limbs[..self.used] {
            let product = u128::from(*limb) * u128::from(factor) + carry;
            *limb = product as u64;
            carry = product >> 64;
        }
        if carry != 0 {
            self.limbs[self.used] = carry as u64;
            self.used += 1;
        }
    }

    pub(super) fn shift_left(&mut self, bits: u32) {
        let (whole, part) = ((bits / 64) as usize, bits % 64);
        if whole > 0 {
            self.limbs.copy_within(..self.used, whole);
            self.limbs[..whole].fill(0);
            self.used += whole;
        }
        if part > 0 {
            self.multiply(1 << part);
        }
    }

    /// How many times `divisor` fits, leaving the rest. For small quotients: a digit.
    pub(super) fn take_quotient(&mut self, divisor: &Wide) -> u8 {
        let mut quotient = 0;
        // An estimate from the leading limbs that is never too large saves most of the subtractions.
        let top = divisor.used - 1;
        let guess = if self.used > divisor.used {
            0
        } else {
            let upper = u128::from(divisor.limbs[top]) + 1;
            (u128::from(self.limbs[top]) / upper) as u64
        };
        if guess > 0 {
            self.subtract_multiple(divisor, guess);
            quotient += guess as u8;
        }
        while self.compare(divisor).is_ge() {
            self.subtract_multiple(divisor, 1);
            quotient += 1;
        }
        quotient
    }

    fn subtract_multiple(&mut self, other: &Wide, times: u64) {
        let mut borrow: u128 = 0;
        for (index, limb) in self.limbs[..self.used].iter_mut().enumerate() {
            let take = u128::from(other.limbs[index]) * u128::from(times) + borrow;
            let (rest, under) = limb.overflowing_sub(take as u64);
            *limb = rest;
            borrow = (take >> 64) + u128::from(under);
        }
        while self.used > 1 && self.limbs[self.used - 1] == 0 {
            self.used -= 1;
        }
    }

    pub(super) fn sum(&self, other: &Wide) -> Wide {
        let mut sum = self.clone();
        let mut carry = false;
        for index in 0..LIMBS {
            let (part, over) = sum.limbs[index].overflowing_add(other.limbs[index]);
            let (part, more) = part.overflowing_add(u64::from(carry));
            sum.limbs[index] = part;
            carry = over || more;
            if part != 0 {
                sum.used = sum.used.max(index + 1);
            }
        }
        sum
    }

    pub(super) fn compare(&self, other: &Wide) -> std::cmp::Ordering {
        let used = self.used.max(other.used);
        let upper = self.limbs[..used].iter().rev();
        upper.cmp(other.limbs[..used].iter().rev())
    }
}

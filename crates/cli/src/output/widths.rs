//! Which columns of a table a terminal has room for, and how wide each is. Pure: it writes nothing.

use crate::wrapping::BESIDE;

/// A column is not cut below this.
const NARROWEST: usize = 12;

/// What a column needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    /// For its name and its longest value.
    pub(super) width: usize,
    /// Its values are of any length, and may be cut.
    pub(super) open_ended: bool,
}

impl Wanted {
    fn least(self) -> usize {
        match self.open_ended {
            true => self.width.min(NARROWEST),
            false => self.width,
        }
    }
}

/// What the terminal has room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fitted {
    /// The widths of the first columns; those behind them are left out.
    pub(super) widths: Vec<usize>,
    /// The last column's text stands below each row, rather than in it.
    pub(super) below: bool,
}

/// Narrows the widest texts until a row fits; where columns cannot be narrowed further, leaves out the last ones.
pub(super) fn fit(wanted: &[Wanted], terminal: usize) -> Fitted {
    let mut shown = wanted.len();
    while shown > 1 && row(wanted[..shown].iter().map(|column| column.least())) > terminal {
        shown -= 1;
    }
    Fitted {
        widths: narrowed(&wanted[..shown], terminal),
        below: false,
    }
}

/// The same for a table whose last column is an explanation, which is wrapped and never cut, as is its first, the name of what is
/// explained.
pub(super) fn fit_explained(wanted: &[Wanted], terminal: usize) -> Fitted {
    let Some((last, others)) = wanted.split_last().filter(|(_, others)| !others.is_empty()) else {
        return fit(wanted, terminal);
    };
    let taken = row(others.iter().map(|column| column.width)) + 3;
    let room = terminal.saturating_sub(taken);
    if room >= BESIDE.min(last.width) {
        let mut widths: Vec<usize> = others.iter().map(|column| column.width).collect();
        widths.push(last.width.min(room));
        return Fitted {
            widths,
            below: false,
        };
    }
    let mut others = others.to_vec();
    if let Some(name) = others.first_mut() {
        name.open_ended = false;
    }
    Fitted {
        below: true,
        ..fit(&others, terminal)
    }
}

/// The width of a row with its edges.
fn row(widths: impl Iterator<Item = usize>) -> usize {
    widths
        .map(|width| width + 3)
        .sum::<usize>()
        .saturating_sub(1)
}

/// Narrows the widest open-ended column again and again, until the row fits or all of them are at the least.
fn narrowed(wanted: &[Wanted], terminal: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = wanted.iter().map(|column| column.width).collect();
    loop {
        let excess = row(widths.iter().copied()).saturating_sub(terminal);
        let open = || (0..widths.len()).filter(|at| wanted[*at].open_ended);
        let Some(widest) = open().max_by_key(|at| widths[*at]) else {
            return widths;
        };
        let width = widths[widest];
        if excess == 0 || width <= NARROWEST {
            return widths;
        }
        let next = open()
            .map(|at| widths[at])
            .filter(|other| *other < width)
            .max()
            .unwrap_or(0);
        widths[widest] = next
            .max(NARROWEST)
            .max(width.saturating_sub(excess))
            .min(width - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(width: usize) -> Wanted {
        Wanted {
            width,
            open_ended: true,
        }
    }

    fn number(width: usize) -> Wanted {
        Wanted {
            width,
            open_ended: false,
        }
    }

    #[test]
    fn texts_are_narrowed_before_a_column_is_left_out() {
        let fitted = fit(&[number(5), text(100), text(20)], 60);
        assert_eq!(fitted.widths, [5, 27, 20]);
        assert_eq!(row(fitted.widths.into_iter()), 60);
        assert_eq!(
            fit(&[number(20), text(50), number(20)], 40).widths,
            [20, 15]
        );
        assert_eq!(fit(&[number(90), number(5)], 40).widths, [90]);
    }

    #[test]
    fn an_explanation_stands_beside_or_below() {
        let columns = [text(10), text(10), text(200)];
        assert_eq!(
            fit_explained(&columns, 80),
            Fitted {
                widths: vec![10, 10, 52],
                below: false
            }
        );
        assert_eq!(
            fit_explained(&columns, 40),
            Fitted {
                widths: vec![10, 10],
                below: true
            }
        );
    }
}

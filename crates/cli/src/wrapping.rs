//! Text in lines that a terminal has room for, cut between words. It writes nothing.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A text is wrapped beside others where it has this much room, and below them elsewhere.
pub(crate) const BESIDE: usize = 30;
/// What stands before a text below others.
pub(crate) const BELOW: &str = "     ";

/// What becomes of a word that is longer than a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LongWord {
    /// It is cut where the line ends: a cell of a table keeps its width.
    Cut,
    /// It stands out: an address or a command is copied whole.
    Whole,
}

/// The text in lines of `width` columns at most.
pub(crate) fn wrapped(text: &str, width: usize, long: LongWord) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let gap = usize::from(!line.is_empty());
        if line.width() + gap + word.width() > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        } else if gap > 0 {
            line.push(' ');
        }
        for character in word.chars() {
            let is_full = line.width() + character.width().unwrap_or(0) > width;
            if long == LongWord::Cut && is_full && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    lines.push(line);
    lines
}

/// A text beside what stands before it, or below that where the terminal has little room beside.
pub(crate) fn hanging(head: &str, text: &str, width: Option<usize>) -> String {
    let Some(width) = width else {
        return format!("{head}{text}");
    };
    let taken = head.width();
    let (first, indent) = match width.saturating_sub(taken) >= BESIDE {
        true => (head.to_owned(), " ".repeat(taken)),
        false => (format!("{}\n{BELOW}", head.trim_end()), BELOW.to_owned()),
    };
    let lines = wrapped(text, width.saturating_sub(indent.len()), LongWord::Whole);
    first + &lines.join(&format!("\n{indent}"))
}

/// Each line of a message in lines of `width` columns, which are indented as it is.
pub(crate) fn message(text: &str, width: usize) -> String {
    let lines = text.lines().flat_map(|line| {
        let words = line.trim_start_matches(' ');
        let indent = &line[..line.len() - words.len()];
        let lines = wrapped(words, width.saturating_sub(indent.len()), LongWord::Whole);
        lines.into_iter().map(move |line| format!("{indent}{line}"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_between_words() {
        let cut = |text, width| wrapped(text, width, LongWord::Cut);
        assert_eq!(cut("one two three", 7), ["one two", "three"]);
        assert_eq!(cut("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(cut("", 5), [""]);
        assert_eq!(cut("日本語", 4), ["日本", "語"]);
    }

    #[test]
    fn a_text_stands_beside_or_below_its_head() {
        let shown = |width| hanging("ok  clock ", "as the store's, and this machine's", width);
        assert_eq!(shown(None), "ok  clock as the store's, and this machine's");
        assert_eq!(
            shown(Some(40)),
            "ok  clock as the store's, and this\n          machine's"
        );
        assert_eq!(
            shown(Some(20)),
            "ok  clock\n     as the store's,\n     and this\n     machine's"
        );
    }

    #[test]
    fn an_address_in_a_message_stays_whole() {
        assert_eq!(
            message(
                "sign-in: open https://example.com/authorize\n  then come back",
                12
            ),
            "sign-in:\nopen\nhttps://example.com/authorize\n  then come\n  back"
        );
    }
}

//! Which statements are the server's own, and what they ask for. All others are the engine's.

use super::copy_options::CopyOptions;
use super::fault::Fault;
use super::words::{Token, Words};

type Result<T> = std::result::Result<T, Fault>;

/// What one statement of a client asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    /// Nothing of the server: the engine runs it.
    Engine,
    Begin,
    Commit,
    Rollback,
    Savepoint,
    Release,
    RollbackTo,
    Declare(Declare),
    Fetch(Fetch),
    /// One cursor, or all of them.
    Close(Option<String>),
    DiscardAll,
    /// What there is none of here: DISCARD PLANS.
    Discard(&'static str),
    Listen,
    Unlisten,
    /// A prepared statement by its name, or all of them.
    Deallocate(Option<String>),
    CopyOut {
        query: String,
        options: CopyOptions,
    },
    CopyIn {
        /// The table's name as it was typed.
        table: String,
        columns: Vec<String>,
        options: CopyOptions,
    },
}

/// A cursor that a statement opens.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Declare {
    pub(super) name: String,
    pub(super) query: String,
    /// Where the query begins in the statement.
    pub(super) start: usize,
    pub(super) binary: bool,
    /// It outlives its transaction.
    pub(super) hold: bool,
}

/// Rows that are taken from a cursor, or passed over.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fetch {
    pub(super) name: String,
    /// None for all that are left.
    pub(super) count: Option<u64>,
    /// The rows are passed over, and not sent.
    pub(super) moves: bool,
}

impl Command {
    /// What a statement asks for, by its first words.
    pub(super) fn of(text: &str) -> Result<Self> {
        let mut words = Words::of(text);
        let Some(Token::Name(first)) = words.take() else {
            return Ok(Self::Engine);
        };
        match first.as_str() {
            "begin" => Ok(Self::Begin),
            "start" if words.takes("transaction") => Ok(Self::Begin),
            "commit" | "end" => {
                ended(words, &first.to_uppercase())?;
                Ok(Self::Commit)
            }
            "rollback" | "abort" => {
                words.takes_any(&["work", "transaction"]);
                if words.takes("to") {
                    return Ok(Self::RollbackTo);
                }
                ended(words, &first.to_uppercase())?;
                Ok(Self::Rollback)
            }
            "savepoint" => Ok(Self::Savepoint),
            "release" => Ok(Self::Release),
            "declare" => declare(text, words),
            "fetch" => fetch(words, false),
            "move" => fetch(words, true),
            "close" => name_or_all(words, "CLOSE").map(Self::Close),
            "discard" => discarded(words),
            "listen" => Ok(Self::Listen),
            "unlisten" => Ok(Self::Unlisten),
            "deallocate" => {
                words.takes("prepare");
                name_or_all(words, "DEALLOCATE").map(Self::Deallocate)
            }
            "copy" => copy(words),
            _ => Ok(Self::Engine),
        }
    }

    /// Whether it may run in a transaction that has failed: it ends it.
    pub(super) fn ends_failure(&self) -> bool {
        matches!(self, Self::Commit | Self::Rollback | Self::RollbackTo)
    }
}

/// The rest of a statement that ends a transaction.
fn ended(mut words: Words, of: &str) -> Result<()> {
    words.takes_any(&["work", "transaction"]);
    if words.takes("and") && !words.takes("no") {
        let message = format!("{of} AND CHAIN is not supported: write BEGIN behind it");
        return Err(Fault::unsupported(message));
    }
    words.takes("chain");
    words.end(of)
}

fn declare(text: &str, mut words: Words) -> Result<Command> {
    const OF: &str = "DECLARE";
    let name = words.name(OF)?;
    let mut binary = false;
    loop {
        if words.takes("binary") {
            binary = true;
        } else if words.takes("no") {
            if !words.takes("scroll") {
                return Err(Fault::syntax("DECLARE: NO is followed by SCROLL"));
            }
        } else if words.takes("scroll") {
            return Err(Fault::unsupported(
                "a cursor with SCROLL is not supported: rows come once, from the first to the last; leave SCROLL out",
            ));
        } else if !words.takes_any(&["insensitive", "asensitive"]) {
            break;
        }
    }
    if !words.takes("cursor") {
        return Err(Fault::syntax("DECLARE lacks the word CURSOR"));
    }
    let hold = words.takes("with");
    if (hold || words.takes("without")) && !words.takes("hold") {
        return Err(Fault::syntax("DECLARE lacks the word HOLD"));
    }
    if !words.takes("for") {
        return Err(Fault::syntax("DECLARE lacks FOR and a query"));
    }
    let query = words.rest().to_owned();
    Ok(Command::Declare(Declare {
        name,
        start: text.len() - query.len(),
        query,
        binary,
        hold,
    }))
}

fn fetch(mut words: Words, moves: bool) -> Result<Command> {
    let of = if moves { "MOVE" } else { "FETCH" };
    let backwards = || {
        Err(Fault::new(
            "55000",
            format!("{of} only goes forward here: rows come once, from the first to the last"),
        ))
    };
    let count = if words.takes("next") {
        Some(1)
    } else if words.takes("all") {
        None
    } else if words.takes("forward") {
        match words.takes("all") {
            true => None,
            false => number(&mut words).or(Some(1)),
        }
    } else if words.takes_any(&["prior", "first", "last", "absolute", "relative", "backward"])
        || words.takes_symbol('-')
    {
        return backwards();
    } else {
        number(&mut words).or(Some(1))
    };
    words.takes_any(&["from", "in"]);
    let name = words.name(of)?;
    words.end(of)?;
    Ok(Command::Fetch(Fetch { name, count, moves }))
}

fn number(words: &mut Words) -> Option<u64> {
    // A name may follow at once, as in FETCH orders.
    let mut ahead = Words::of(words.rest());
    match ahead.take() {
        Some(Token::Number(number)) => {
            words.take();
            u64::try_from(number).ok()
        }
        _ => None,
    }
}

/// A name, or none for the word ALL.
fn name_or_all(mut words: Words, of: &str) -> Result<Option<String>> {
    let name = match words.takes("all") {
        true => None,
        false => Some(words.name(of)?),
    };
    words.end(of)?;
    Ok(name)
}

fn discarded(mut words: Words) -> Result<Command> {
    let command = if words.takes("all") {
        Command::DiscardAll
    } else if words.takes("plans") {
        Command::Discard("DISCARD PLANS")
    } else if words.takes("sequences") {
        Command::Discard("DISCARD SEQUENCES")
    } else if words.takes_any(&["temp", "temporary"]) {
        Command::Discard("DISCARD TEMP")
    } else {
        return Err(Fault::syntax(
            "DISCARD is followed by ALL, PLANS, SEQUENCES or TEMP",
        ));
    };
    words.end("DISCARD")?;
    Ok(command)
}

fn copy(mut words: Words) -> Result<Command> {
    const OF: &str = "COPY";
    let rest = words.rest();
    if rest.starts_with('(') {
        let query = words.in_parentheses(OF)?.to_owned();
        if !words.takes("to") {
            return Err(Fault::syntax("COPY of a query is followed by TO STDOUT"));
        }
        standard(&mut words, "stdout")?;
        let options = CopyOptions::of(&mut words)?;
        return Ok(Command::CopyOut { query, options });
    }
    loop {
        words.name(OF)?;
        if !words.takes_symbol('.') {
            break;
        }
    }
    let table = rest[..rest.len() - words.rest().len()]
        .trim_end()
        .to_owned();
    let mut columns = Vec::new();
    if words.rest().starts_with('(') {
        let list = words.in_parentheses(OF)?;
        columns = listed(list)?;
    }
    if words.takes("from") {
        standard(&mut words, "stdin")?;
        let options = CopyOptions::of(&mut words)?;
        return Ok(Command::CopyIn {
            table,
            columns,
            options,
        });
    }
    if !words.takes("to") {
        return Err(Fault::syntax("COPY lacks TO STDOUT or FROM STDIN"));
    }
    standard(&mut words, "stdout")?;
    let list = match columns.is_empty() {
        true => "*".to_owned(),
        false => columns.join(", "),
    };
    Ok(Command::CopyOut {
        query: format!("SELECT {list} FROM {table}"),
        options: CopyOptions::of(&mut words)?,
    })
}

/// Files of the server's machine and its programs are not a client's to name.
fn standard(words: &mut Words, name: &str) -> Result<()> {
    match words.takes(name) {
        true => Ok(()),
        false => Err(Fault::new(
            "42501",
            format!(
                "COPY takes {} here, and no file or program",
                name.to_uppercase()
            ),
        )),
    }
}

/// Names of columns, quoted as SQL quotes them.
fn listed(list: &str) -> Result<Vec<String>> {
    let mut words = Words::of(list);
    let mut columns = Vec::new();
    loop {
        let name = words.name("the list of columns of COPY")?;
        columns.push(format!("\"{}\"", name.replace('"', "\"\"")));
        if !words.takes_symbol(',') {
            break;
        }
    }
    words.end("the list of columns of COPY")?;
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_as_tableau_declares_it() {
        let text = "declare \"SQL_CUR1\" cursor with hold for SELECT 1";
        let Command::Declare(declare) = Command::of(text).unwrap() else {
            panic!("no cursor");
        };
        assert_eq!(declare.name, "SQL_CUR1");
        assert_eq!(declare.query, "SELECT 1");
        assert_eq!(&text[declare.start..], "SELECT 1");
        assert!(declare.hold && !declare.binary);
        assert!(Command::of("DECLARE c SCROLL CURSOR FOR SELECT 1").is_err());
    }

    #[test]
    fn fetches() {
        for (text, count, moves) in [
            ("FETCH c", Some(1), false),
            ("FETCH NEXT FROM c", Some(1), false),
            ("fetch 2048 in c", Some(2048), false),
            ("FETCH FORWARD 5 FROM \"c\"", Some(5), false),
            ("FETCH ALL FROM c", None, false),
            ("MOVE FORWARD ALL IN c", None, true),
        ] {
            let fetch = Fetch {
                name: "c".to_owned(),
                count,
                moves,
            };
            assert_eq!(Command::of(text).unwrap(), Command::Fetch(fetch), "{text}");
        }
        assert!(Command::of("FETCH BACKWARD 1 FROM c").is_err());
        assert!(Command::of("FETCH -1 FROM c").is_err());
    }

    #[test]
    fn copies() {
        let Command::CopyOut { query, .. } =
            Command::of("COPY (SELECT 1) TO STDOUT (FORMAT binary)").unwrap()
        else {
            panic!("no COPY");
        };
        assert_eq!(query, "SELECT 1");
        let Command::CopyOut { query, .. } =
            Command::of("COPY bigcommerce.orders (id, \"Total\") TO STDOUT").unwrap()
        else {
            panic!("no COPY");
        };
        assert_eq!(query, "SELECT \"id\", \"Total\" FROM bigcommerce.orders");
        let Command::CopyIn { table, columns, .. } =
            Command::of("COPY brands (name) FROM STDIN WITH CSV HEADER").unwrap()
        else {
            panic!("no COPY");
        };
        assert_eq!((table.as_str(), columns.len()), ("brands", 1));
        let refused = Command::of("COPY orders TO '/etc/passwd'").unwrap_err();
        assert_eq!(refused.code, "42501");
    }

    #[test]
    fn all_else_is_the_engines() {
        for text in [
            "SELECT 1",
            "EXPLAIN SELECT 1",
            "SET a = 1",
            "(SELECT 1)",
            "start",
        ] {
            assert_eq!(Command::of(text).unwrap(), Command::Engine);
        }
    }
}

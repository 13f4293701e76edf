//! Reading an entry at a terminal: keys, history, completion and the prompt.

use std::borrow::Cow;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use nu_ansi_term::{Color, Style};
use reedline::{
    ColumnarMenu, DefaultHinter, EditCommand, Emacs, FileBackedHistory, KeyCode, KeyModifiers,
    MenuBuilder, Prompt, PromptEditMode, PromptHistorySearch, Reedline, ReedlineEvent,
    ReedlineMenu, Signal, ValidationResult, Validator, default_emacs_keybindings,
};

use super::command;
use super::completion::Completion;
use super::input;
use super::lists::Lists;
use crate::failure::{Failure, Result};
use crate::telling::tell;
use crate::terminal;

const ENTRIES_KEPT: usize = 5000;
const MENU: &str = "completion";

/// The line that the person types in.
pub(super) struct Editor {
    line: Reedline,
}

impl Editor {
    pub(super) fn new(lists: Lists) -> Result<Self> {
        let mut keys = default_emacs_keybindings();
        let offer = vec![
            ReedlineEvent::Menu(MENU.to_owned()),
            ReedlineEvent::MenuNext,
        ];
        keys.add_binding(
            KeyModifiers::NONE,
            KeyCode::Tab,
            ReedlineEvent::UntilFound(offer),
        );
        keys.add_binding(
            KeyModifiers::ALT,
            KeyCode::Enter,
            ReedlineEvent::Edit(vec![EditCommand::InsertNewline]),
        );
        let menu = ColumnarMenu::default().with_name(MENU).with_marker("> ");
        let line = Reedline::create()
            .with_edit_mode(Box::new(Emacs::new(keys)))
            .with_completer(Box::new(Completion { lists }))
            .with_ansi_colors(terminal::paints_messages())
            .with_menu(ReedlineMenu::EngineCompleter(Box::new(menu)))
            .with_quick_completions(true)
            .with_partial_completions(true)
            .with_validator(Box::new(EntryEnds))
            .with_hinter(Box::new(
                DefaultHinter::default().with_style(Style::new().fg(Color::DarkGray)),
            ))
            // What begins with a space is not kept, as in other shells: the way to keep a secret out of the history.
            .with_history_exclusion_prefix(Some(" ".to_owned()));
        let line = match history() {
            Ok(history) => line.with_history(Box::new(history)),
            Err(error) => {
                tell(
                    "warning",
                    format!("this session's history is not kept: {error}"),
                );
                line
            }
        };
        Ok(Self { line })
    }

    /// The next entry begins with this text, which the person goes on with.
    pub(super) fn begin_with(&mut self, text: String) {
        self.line
            .run_edit_commands(&[EditCommand::InsertString(text)]);
    }

    /// The next entry; nothing when the person leaves.
    pub(super) fn read(&mut self) -> Result<Option<String>> {
        loop {
            match self.line.read_line(&Ask) {
                Ok(Signal::Success(text)) => {
                    // Now rather than at the end, which a killed shell does not reach.
                    let _ = self.line.sync_history();
                    return Ok(Some(text));
                }
                Ok(Signal::CtrlD) => return Ok(None),
                Ok(_) => {}
                Err(error) => {
                    return Err(Failure::Output(format!(
                        "could not read from the terminal: {error}"
                    )));
                }
            }
        }
    }
}

fn history() -> Result<FileBackedHistory, String> {
    let path = history_path().ok_or("no home folder")?;
    keep_private(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    FileBackedHistory::with_file(ENTRIES_KEPT, path.clone())
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn history_path() -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "storeql")?;
    Some(
        folders
            .state_dir()
            .unwrap_or_else(|| folders.data_local_dir())
            .join("history"),
    )
}

/// Queries name customers, so that the file is the person's own.
fn keep_private(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(|_| ())
}

/// Enter ends an entry at its `;`, and begins another line before.
struct EntryEnds;

impl Validator for EntryEnds {
    fn validate(&self, text: &str) -> ValidationResult {
        match text.trim().is_empty() || command::is_command(text) || input::is_complete(text) {
            true => ValidationResult::Complete,
            false => ValidationResult::Incomplete,
        }
    }
}

struct Ask;

impl Prompt for Ask {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        "storeql".into()
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        "".into()
    }

    fn render_prompt_indicator(&self, _mode: PromptEditMode) -> Cow<'_, str> {
        "> ".into()
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        "      -> ".into()
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        format!("(looking for `{}`) ", search.term).into()
    }
}

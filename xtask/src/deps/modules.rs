//! Reads the modules of one crate: which files they stand in, what they define, and which paths their code names.
//!
//! What a path means is `imports.rs`'s.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, ItemUse, Meta, UseTree};

/// Gives the text of a file, or nothing where there is no such file.
pub(super) type ReadFile<'a> = &'a dyn Fn(&Path) -> Option<String>;

/// The modules of one crate; the first is its root.
#[derive(Default)]
pub(super) struct Modules {
    pub(super) files: Vec<PathBuf>,
    pub(super) modules: Vec<Module>,
}

/// A module: a file, or a `mod name { … }` inside one.
#[derive(Default)]
pub(super) struct Module {
    /// Its place in `Modules::files`.
    pub(super) file: usize,
    /// The module that declares it.
    pub(super) parent: Option<usize>,
    /// The top-level module that it lies in; empty for the root.
    pub(super) top: String,
    pub(super) children: BTreeMap<String, usize>,
    pub(super) items: BTreeSet<String>,
    pub(super) uses: Vec<Use>,
    pub(super) mentions: Vec<Mention>,
}

/// One name that a `use` brings into a module.
pub(super) struct Use {
    /// The name, or nothing for `use a::*`.
    pub(super) name: Option<String>,
    pub(super) path: Vec<String>,
    pub(super) re_export: bool,
    pub(super) line: usize,
}

/// A path that code names.
pub(super) struct Mention {
    pub(super) path: Vec<String>,
    pub(super) line: usize,
}

impl Modules {
    /// Reads the crate whose root is the file `root`, such as `crates/json/src/lib.rs`.
    pub(super) fn read(root: &Path, read: ReadFile) -> Result<Self, String> {
        let mut modules = Self::default();
        modules.read_file(root.to_owned(), folder_of(root), None, "", read)?;
        Ok(modules)
    }

    fn read_file(
        &mut self,
        path: PathBuf,
        folder: PathBuf,
        parent: Option<usize>,
        top: &str,
        read: ReadFile,
    ) -> Result<usize, String> {
        let text = read(&path).ok_or_else(|| format!("{}: cannot be read", path.display()))?;
        let parsed = syn::parse_file(&text)
            .map_err(|error| format!("{}: is not Rust: {error}", path.display()))?;
        self.files.push(path);
        let file = self.files.len() - 1;
        self.add(file, &folder, parent, top, parsed.items, read)
    }

    fn add(
        &mut self,
        file: usize,
        folder: &Path,
        parent: Option<usize>,
        top: &str,
        items: Vec<Item>,
        read: ReadFile,
    ) -> Result<usize, String> {
        let this = self.modules.len();
        self.modules.push(Module {
            file,
            parent,
            top: top.to_owned(),
            ..Module::default()
        });
        for item in items {
            match item {
                Item::Mod(child) if !is_for_tests(&child.attrs) => {
                    let name = plain(&child.ident);
                    let top = if parent.is_none() { &name } else { top };
                    let inside = folder.join(&name);
                    let module = match child.content {
                        Some((_, items)) => {
                            self.add(file, &inside, Some(this), top, items, read)?
                        }
                        None => {
                            let flat = folder.join(format!("{name}.rs"));
                            let path = if read(&flat).is_some() {
                                flat
                            } else {
                                inside.join("mod.rs")
                            };
                            self.read_file(path, inside, Some(this), top, read)?
                        }
                    };
                    self.modules[this].children.insert(name, module);
                }
                Item::Mod(_) => {}
                other => {
                    let tokens = other.to_token_stream();
                    self.modules[this].items.extend(defined_name(&other));
                    let mut variables = BTreeSet::new();
                    add_variables(&tokens, &mut variables);
                    self.modules[this].read_tokens(tokens, &variables);
                }
            }
        }
        Ok(this)
    }
}

impl Module {
    /// Collects the paths and the `use`s of an item's code. Macros are read as the tokens that they are given.
    fn read_tokens(&mut self, tokens: TokenStream, variables: &BTreeSet<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Punct(mark)
                    if mark.as_char() == '#' && opens_test_code(tokens.get(at + 1)) =>
                {
                    at = after_annotated(&tokens, at + 2);
                }
                TokenTree::Group(group) => {
                    self.read_tokens(group.stream(), variables);
                    at += 1;
                }
                TokenTree::Ident(word) if word == "use" => at = self.read_use(&tokens, at),
                TokenTree::Ident(_) => at = self.read_path(&tokens, at, variables),
                _ => at += 1,
            }
        }
    }

    fn read_use(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let end = tokens[at..]
            .iter()
            .position(|token| is_mark(token, ';'))
            .map_or(tokens.len(), |length| at + length + 1);
        let statement: TokenStream = tokens[at..end].iter().cloned().collect();
        // `impl Trait + use<'a>` begins with the same word and brings no name.
        let Ok(item) = syn::parse2::<ItemUse>(statement) else {
            return at + 1;
        };
        // The visibility, `pub` or `pub(crate)`, stands before the word.
        let re_export = at > 0
            && match &tokens[at - 1] {
                TokenTree::Ident(word) => word == "pub",
                TokenTree::Group(group) => {
                    group.delimiter() == Delimiter::Parenthesis
                        && at > 1
                        && matches!(&tokens[at - 2], TokenTree::Ident(word) if word == "pub")
                }
                _ => false,
            };
        let line = tokens[at].span().start().line;
        // `use ::name::…` names another crate.
        if item.leading_colon.is_none() {
            self.add_use(&item.tree, Vec::new(), re_export, line);
        }
        end
    }

    fn add_use(&mut self, tree: &UseTree, mut path: Vec<String>, re_export: bool, line: usize) {
        let name = match tree {
            UseTree::Path(step) => {
                path.push(plain(&step.ident));
                return self.add_use(&step.tree, path, re_export, line);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(tree, path.clone(), re_export, line);
                }
                return;
            }
            UseTree::Glob(_) => None,
            UseTree::Name(name) if name.ident == "self" => path.last().cloned(),
            UseTree::Name(name) => {
                path.push(plain(&name.ident));
                path.last().cloned()
            }
            UseTree::Rename(rename) => {
                if rename.ident != "self" {
                    path.push(plain(&rename.ident));
                }
                Some(plain(&rename.rename))
            }
        };
        self.uses.push(Use {
            name,
            path,
            re_export,
            line,
        });
    }

    /// Reads `a::b::C` from the word at `at`; gives the place after it.
    fn read_path(
        &mut self,
        tokens: &[TokenTree],
        at: usize,
        variables: &BTreeSet<String>,
    ) -> usize {
        let mut path = Vec::new();
        let mut next = at;
        while let Some(TokenTree::Ident(word)) = tokens.get(next) {
            path.push(plain(word));
            next += 1;
            let goes_on = is_double_colon(tokens, next)
                && matches!(tokens.get(next + 2), Some(TokenTree::Ident(_)));
            if !goes_on {
                break;
            }
            next += 2;
        }
        let is_called = matches!(tokens.get(next), Some(TokenTree::Group(group))
            if group.delimiter() == Delimiter::Parenthesis);
        let is_variable =
            matches!(path.as_slice(), [name] if variables.contains(name)) && !is_called;
        if !is_variable && names_an_item(tokens, at, next, path.len()) {
            let line = tokens[at].span().start().line;
            self.mentions.push(Mention { path, line });
        }
        next
    }
}

/// Adds the names that `let`, `for`, a parameter or a closure binds somewhere in the item. Types and constants begin with a
/// capital, and so are none.
fn add_variables(tokens: &TokenStream, variables: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut in_pattern = false;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "let" || word == "for" => in_pattern = true,
            TokenTree::Ident(word) if word == "in" => in_pattern = false,
            token if is_mark(token, '=') || is_mark(token, ';') => in_pattern = false,
            TokenTree::Ident(word) => {
                let is_labelled = tokens.get(at + 1).is_some_and(|next| is_mark(next, ':'))
                    && !is_double_colon(&tokens, at + 1);
                let is_closures = at > 0 && is_mark(&tokens[at - 1], '|');
                let name = plain(word);
                if (in_pattern || is_labelled || is_closures)
                    && !name.starts_with(char::is_uppercase)
                {
                    variables.insert(name);
                }
            }
            TokenTree::Group(group) => {
                if in_pattern && group.delimiter() == Delimiter::Parenthesis {
                    add_pattern(&group.stream(), variables);
                } else {
                    add_variables(&group.stream(), variables);
                }
            }
            _ => {}
        }
    }
}

/// Adds every name of the inside of a pattern, such as `(page, Some(total))`.
fn add_pattern(tokens: &TokenStream, variables: &mut BTreeSet<String>) {
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(word) => {
                variables.insert(plain(&word));
            }
            TokenTree::Group(group) => add_pattern(&group.stream(), variables),
            _ => {}
        }
    }
}

/// Whether the path at `at..next` can name an item: a field, a method, a parameter and a name being defined do not.
fn names_an_item(tokens: &[TokenTree], at: usize, next: usize, steps: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|place| tokens.get(place));
    // `<T>::name`, `::name`: the rest of a longer path, or another crate.
    if before(1).is_some_and(|token| is_mark(token, ':'))
        && before(2).is_some_and(|token| is_mark(token, ':'))
    {
        return false;
    }
    if steps > 1 {
        return true;
    }
    let is_member = before(1).is_some_and(|token| is_mark(token, '.'))
        && !before(2).is_some_and(|token| is_mark(token, '.'));
    let is_defined = matches!(before(1), Some(TokenTree::Ident(word))
        if ["fn", "let", "struct", "enum", "trait", "mod", "type"].iter().any(|keyword| word == keyword));
    let is_labelled =
        tokens.get(next).is_some_and(|token| is_mark(token, ':')) && !is_double_colon(tokens, next);
    !is_member && !is_defined && !is_labelled
}

fn is_double_colon(tokens: &[TokenTree], at: usize) -> bool {
    [at, at + 1]
        .iter()
        .all(|place| tokens.get(*place).is_some_and(|token| is_mark(token, ':')))
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == mark)
}

/// Whether the brackets after a `#` say that what follows is compiled for tests only.
fn opens_test_code(brackets: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(group)) = brackets else {
        return false;
    };
    syn::parse2::<Meta>(group.stream()).is_ok_and(|meta| is_test_cfg(&meta))
}

/// The place after the item, field or statement that starts at `at`.
fn after_annotated(tokens: &[TokenTree], at: usize) -> usize {
    let mut is_item = false;
    let mut is_use = false;
    for (place, token) in tokens.iter().enumerate().skip(at) {
        match token {
            TokenTree::Ident(word) => {
                is_use |= word == "use";
                is_item |= ["fn", "impl", "struct", "enum", "mod", "trait"]
                    .iter()
                    .any(|keyword| word == keyword);
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && !is_use => {
                return place + 1;
            }
            token if is_mark(token, ';') || (is_mark(token, ',') && !is_item) => return place + 1,
            _ => {}
        }
    }
    tokens.len()
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| is_test_cfg(&attribute.meta))
}

/// `cfg(test)`, `cfg(all(test, …))` and `cfg(any(test, fuzzing))`.
fn is_test_cfg(meta: &Meta) -> bool {
    let Meta::List(list) = meta else {
        return ["test", "fuzzing"]
            .iter()
            .any(|condition| meta.path().is_ident(condition));
    };
    let is_one_of = |conditions: Conditions| match () {
        () if list.path.is_ident("any") => conditions.iter().all(is_test_cfg),
        () if list.path.is_ident("cfg") || list.path.is_ident("all") => {
            conditions.iter().any(is_test_cfg)
        }
        () => false,
    };
    list.parse_args_with(Conditions::parse_terminated)
        .is_ok_and(is_one_of)
}

type Conditions = syn::punctuated::Punctuated<Meta, syn::Token![,]>;

fn defined_name(item: &Item) -> Option<String> {
    let (attributes, name) = match item {
        Item::Const(item) => (&item.attrs, &item.ident),
        Item::Enum(item) => (&item.attrs, &item.ident),
        Item::Fn(item) => (&item.attrs, &item.sig.ident),
        Item::Macro(item) => (&item.attrs, item.ident.as_ref()?),
        Item::Static(item) => (&item.attrs, &item.ident),
        Item::Struct(item) => (&item.attrs, &item.ident),
        Item::Trait(item) => (&item.attrs, &item.ident),
        Item::Type(item) => (&item.attrs, &item.ident),
        Item::Union(item) => (&item.attrs, &item.ident),
        _ => return None,
    };
    (!is_for_tests(attributes)).then(|| plain(name))
}

fn folder_of(root: &Path) -> PathBuf {
    root.parent().unwrap_or(root).to_owned()
}

/// The name without the `r#` that lets a keyword be one.
fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}

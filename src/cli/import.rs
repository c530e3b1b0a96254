//! Subscriptions in and out, as OPML: files, or whatever a pipe carries.

use crate::cli::asking::{Asking, astray};
use crate::cli::print::{self, Outcome};
use crate::cli::scratch::Scratch;
use crate::model::report::{Failure, ImportReport};
use crate::model::request::{Reply, Request};
use anyhow::{Context, bail};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The largest list that is read from standard input, bytes.
const LARGEST: u64 = 20 * 1024 * 1024;

/// Subscribes to what a file lists.
///
/// # Errors
/// When the file cannot be read, or is no OPML.
pub async fn import(asking: &mut Asking<'_>, file: PathBuf) -> anyhow::Result<Outcome> {
    let piped = is_pipe(&file).then(piped).transpose()?;
    let file = piped
        .as_ref()
        .map_or(file, |scratch| scratch.path().join("standard-input"));
    let asked = asking.ask(Request::ImportOpml(file)).await;
    let reply = asked.map_err(|failure| match piped {
        Some(_) => Failure {
            doing: "importing standard input".to_owned(),
            ..failure
        },
        None => failure,
    })?;
    let Reply::Imported(report) = reply else {
        return Err(astray("importing").into());
    };
    for (what, why) in &report.rejected {
        print::note(&format!("not taken: {what}: {why}"));
    }
    print::data(&sentence(&report))?;
    if report.added > 0 {
        print::note("postil refresh fetches them now; the reader does so by itself");
    }
    let taken = (report.added + report.known) as usize;
    let rejected = report.rejected.len();
    Ok(Outcome::of(rejected, taken + rejected))
}

/// Writes all subscriptions to a file, or to standard output.
///
/// # Errors
/// When they cannot be written.
pub async fn export(asking: &mut Asking<'_>, file: Option<PathBuf>) -> anyhow::Result<Outcome> {
    if let Some(file) = file.filter(|file| !is_pipe(file)) {
        let name = file.display().to_string();
        let count = write(asking, file).await?;
        print::note(&format!("{count} feeds written to {name}"));
        return Ok(Outcome::Done);
    }
    let scratch = Scratch::new().context("making a temporary folder")?;
    let file = scratch.path().join("export.opml");
    write(asking, file.clone()).await?;
    let text = fs::read(file).context("reading what was exported")?;
    let mut out = io::stdout().lock();
    out.write_all(&text)?;
    out.flush()?;
    Ok(Outcome::Done)
}

async fn write(asking: &mut Asking<'_>, file: PathBuf) -> anyhow::Result<usize> {
    match asking.ask(Request::ExportOpml(file)).await? {
        Reply::Exported(count) => Ok(count),
        _ => Err(astray("exporting").into()),
    }
}

fn is_pipe(file: &Path) -> bool {
    file == Path::new("-")
}

/// Standard input as a file, which is what the engine reads.
fn piped() -> anyhow::Result<Scratch> {
    let mut text = Vec::new();
    io::stdin()
        .take(LARGEST + 1)
        .read_to_end(&mut text)
        .context("reading standard input")?;
    if text.len() as u64 > LARGEST {
        bail!("reading standard input: it is larger than 20 MiB");
    }
    let scratch = Scratch::new().context("making a temporary folder")?;
    fs::write(scratch.path().join("standard-input"), text).context("keeping standard input")?;
    Ok(scratch)
}

fn sentence(report: &ImportReport) -> String {
    let mut parts = vec![
        format!("{} added", report.added),
        format!("{} already there", report.known),
    ];
    if !report.rejected.is_empty() {
        parts.push(format!("{} not taken", report.rejected.len()));
    }
    parts.join(", ")
}

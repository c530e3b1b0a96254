//! Logins: a name and a password (RFC 7617) or a token (RFC 6750), shown to the server they are for and
//! to nobody else.

use crate::fetch::program::{self, Bounds};
use crate::fetch::trouble::Trouble;
use crate::model::way::{Login, Secret, Source};
use reqwest::RequestBuilder;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::Mutex;

/// A program that knows a secret may ask the person something.
const KNOWS: Bounds = Bounds {
    bytes: 16 * 1024,
    time: Duration::from_secs(30),
};

/// What programs have told, for as long as this one runs.
#[derive(Default)]
pub(crate) struct Secrets(Mutex<HashMap<Vec<String>, Secret>>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secrets(…)")
    }
}

/// A login with its secret at hand.
#[derive(Debug, Clone)]
pub(crate) enum Shown {
    Basic(String, Secret),
    Bearer(Secret),
}

impl Shown {
    pub(crate) fn to(&self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Self::Basic(name, password) => request.basic_auth(name, Some(&password.0)),
            Self::Bearer(token) => request.bearer_auth(&token.0),
        }
    }
}

impl Secrets {
    /// The login with its secret; a program that knows it is asked once.
    pub(crate) async fn shown(&self, login: &Login) -> Result<Shown, Trouble> {
        Ok(match login {
            Login::Basic { name, password } => {
                Shown::Basic(name.clone(), self.secret(password).await?)
            }
            Login::Bearer(token) => Shown::Bearer(self.secret(token).await?),
        })
    }

    async fn secret(&self, source: &Source) -> Result<Secret, Trouble> {
        let argv = match source {
            Source::Plain(secret) => return Ok(secret.clone()),
            Source::Command(argv) => argv,
        };
        // Held while the program is asked: whoever wants to know the same waits for its answer.
        let mut known = self.0.lock().await;
        if let Some(known) = known.get(argv) {
            return Ok(known.clone());
        }
        let said = program::run(argv, b"", KNOWS).await.map_err(unrepeated)?;
        let said = String::from_utf8_lossy(&said);
        let first = said.lines().next().unwrap_or_default();
        if first.is_empty() {
            return Err(Trouble::Program {
                name: argv.first().cloned().unwrap_or_default(),
                why: "it told no password".into(),
            });
        }
        let secret = Secret(first.to_owned());
        known.insert(argv.clone(), secret.clone());
        Ok(secret)
    }
}

/// What a program that knows secrets complains of is not repeated; how it ended is.
fn unrepeated(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::Program { name, why } => {
            let end = why.split(": ").next().unwrap_or_default().to_owned();
            Trouble::Program { name, why: end }
        }
        other => other,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    async fn told(script: &str) -> Result<String, String> {
        let argv = ["sh", "-c", script].map(String::from).to_vec();
        let secret = Secrets::default().secret(&Source::Command(argv)).await;
        let secret = secret.map(|secret| secret.0);
        secret.map_err(|trouble| trouble.to_string())
    }

    #[tokio::test]
    async fn a_program_tells_a_password_in_its_first_line() {
        assert_eq!(told("printf 'word\nuser: me\n'").await, Ok("word".into()));
        let nothing = told("true").await.unwrap_err();
        assert!(nothing.contains("no password"), "{nothing}");
        let failed = told("echo canary >&2; exit 2").await.unwrap_err();
        assert!(
            failed.contains('2') && !failed.contains("canary"),
            "{failed}"
        );
    }

    #[tokio::test]
    async fn a_program_that_knows_a_password_is_asked_once() {
        let folder = tempfile::tempdir().unwrap();
        let script = format!(
            "echo x >> {0}/asked; wc -l < {0}/asked",
            folder.path().display()
        );
        let argv = ["sh", "-c", &script].map(String::from).to_vec();
        let (secrets, source) = (Secrets::default(), Source::Command(argv));
        let both = tokio::join!(secrets.secret(&source), secrets.secret(&source));
        assert_eq!(both.0, both.1);
        assert_eq!(both.0.unwrap().0.trim(), "1");
    }
}

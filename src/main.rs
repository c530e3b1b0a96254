//! The program: arguments in, exit code out.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match postil::cli::run(std::env::args_os()) {
        Ok(code) => code,
        Err(error) => {
            // Where even standard error is gone, the code has to say it.
            let _ = writeln!(
                std::io::stderr(),
                "postil: {}",
                postil::cli::explain(&error)
            );
            ExitCode::from(2)
        }
    }
}

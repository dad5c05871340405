//! Commands on the web: how it is asked, and how an answer is kept and told.

use std::time::Duration;

use jiff::Timestamp;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::out::complain;
use crate::config;
use crate::engine::rules::Rules;
use crate::fetch::Address;
use crate::fetch::Archive;
use crate::fetch::Web;
use crate::fetch::WebOptions;
use crate::follow;
use crate::follow::Outcome;
use crate::store::Store;

/// How the web is asked, as the person's settings say.
pub(crate) fn options(network: &config::Network) -> WebOptions {
    let usual = WebOptions::default();
    WebOptions {
        timeout: network.timeout.unwrap_or(usual.timeout),
        spacing: pace(network.spacing.unwrap_or(usual.spacing)),
        ca_file: network.ca_file.clone(),
    }
}

/// The archive that the person's settings name.
pub(crate) fn archive(context: &Context) -> Result<Archive, Failure> {
    let (config, _) = config::load(&context.paths()?);
    let usual = Archive::default();
    Ok(Archive {
        list: config.network.archive_list.unwrap_or(usual.list),
        page: config.network.archive_page.unwrap_or(usual.page),
    })
}

/// How long to wait where this wait is due. Debug builds let tests ask for another, in milliseconds.
pub(crate) fn pace(wait: Duration) -> Duration {
    let asked = std::env::var("LIVEBLOG_TEST_PACE").ok();
    let asked = asked.filter(|_| cfg!(debug_assertions));
    asked
        .and_then(|text| text.parse().ok())
        .map_or(wait, Duration::from_millis)
}

/// The web. What the settings get wrong is told.
pub(crate) fn open(context: &Context) -> Result<Web, Failure> {
    let (config, notes) = config::load(&context.paths()?);
    for note in notes {
        complain(&format!("liveblog: {note}"));
    }
    Web::new(&options(&config.network)).map_err(|error| Failure::fetch("network", &error))
}

/// Asks an address once, and keeps what came.
pub(crate) fn ask(store: &mut Store, web: &mut Web, address: &Address) -> Result<Outcome, Failure> {
    let request = match follow::request(store, address, Timestamp::now()) {
        Ok(Ok(request)) => request,
        Ok(Err(resting)) => return Ok(Outcome::Failed(resting)),
        Err(error) => return Err(Failure::library(error)),
    };
    let answer = web.get(&request, &Timestamp::now);
    follow::keep(store, address, answer, Rules::builtin(), Timestamp::now())
        .map_err(Failure::library)
}

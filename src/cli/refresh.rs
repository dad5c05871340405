//! `liveblog refresh`: asks the pages of blogs once for news.

use clap::Args;

use crate::cli::add;
use crate::cli::add::Report;
use crate::cli::context::Context;
use crate::cli::context::blog_id;
use crate::cli::failure::Failure;
use crate::cli::failure::Outcome;
use crate::cli::out::Progress;
use crate::cli::web;
use crate::engine::model::Shelf;
use crate::fetch::Address;
use crate::follow;
use crate::store::Store;

/// Fetches the pages of live blogs once more
///
/// Without BLOG: of all blogs that were fetched from an address and are not archived. What is new is added, and reported in one line for
/// each page. A blog that was added from files is fetched from the address that its page states, if it is named.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  liveblog refresh
  liveblog refresh flood && liveblog show flood --unread")]
pub(crate) struct RefreshArgs {
    /// Blogs, by number, id or words of their title
    #[arg(value_name = "BLOG")]
    pub(crate) blogs: Vec<String>,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Runs the command.
pub(crate) fn run(context: &mut Context, args: &RefreshArgs) -> Result<Outcome, Failure> {
    let mut store = context.store()?;
    let addresses = addresses(&store, &args.blogs)?;
    if addresses.is_empty() {
        return Err(Failure::nothing(
            "refresh",
            "",
            "no blog was fetched from an address",
            "`liveblog add https://…` fetches one",
        ));
    }
    let mut web = web::open(context)?;
    let progress = Progress::new(addresses.len());
    let mut report = Report::default();
    for (done, address) in addresses.iter().enumerate() {
        progress.at(done);
        let outcome = web::ask(&mut store, &mut web, address)?;
        report.take("refresh", address, outcome);
    }
    drop(progress);
    if args.json {
        context.out.json(&report)?;
    } else {
        add::print(context, &report)?;
    }
    Ok(match add::outcome(&report) {
        Outcome::Nothing => Outcome::Done,
        other => other,
    })
}

/// The addresses to ask: those of the blogs named, or of all that were fetched.
fn addresses(store: &Store, named: &[String]) -> Result<Vec<Address>, Failure> {
    let mut found: Vec<Address> = Vec::new();
    if named.is_empty() {
        let mut rows = store.blogs().map_err(Failure::library)?;
        // What was put away is asked for only by name.
        rows.retain(|row| row.shelf == Shelf::Library);
        for row in rows {
            for watched in store.watched_of(row.id).map_err(Failure::library)? {
                found.extend(Address::parse(&watched.url).ok());
            }
        }
    }
    for name in named {
        let blog = blog_id(store, name)?;
        let its = follow::addresses(store, blog).map_err(Failure::library)?;
        if its.is_empty() {
            return Err(Failure::new(
                "refresh",
                name,
                "no address is known for this blog",
                "`liveblog add https://…` fetches its page",
            ));
        }
        found.extend(its);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|address| seen.insert(address.clone()));
    Ok(found)
}

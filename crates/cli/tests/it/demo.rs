//! The first command of the README, as a newcomer meets it.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;

use kit::storage::Engine;

use crate::office::Office;
use crate::program::Place;
use crate::upkeep::meddle;

const DEMO: [&str; 3] = ["demo", "--listen", "127.0.0.1:0"];

/// Starts the sample office, waits until it has said everything, ends it; what it said.
fn tried(place: &Place) -> String {
    let mut child = place.command(&DEMO).spawn().expect("the program starts");
    let out = BufReader::new(child.stdout.take().expect("piped"));
    let mut said = String::new();
    for line in out.lines().map_while(Result::ok) {
        said.push_str(&line);
        said.push('\n');
        if line.contains("Password of all sample accounts") {
            break;
        }
    }
    child.kill().expect("kills");
    child.wait().expect("ends");
    assert!(said.contains("http://"), "{said}");
    said
}

#[test]
fn a_later_start_finds_what_the_first_one_made() {
    let place = Place::new();
    let first = tried(&place);
    assert!(first.starts_with("Preparing sample data in demo-data/doanket.db …\nThe sample data is ready. Open http://127.0.0.1:"), "{first}");
    assert!(first.contains("chuyenvien "), "{first}");
    let ready = "The sample data is ready. Open http://127.0.0.1:";
    assert!(tried(&place).starts_with(ready));
    let file = "demo-data/doanket.db";

    // Earlier versions left no mark.
    meddle(&place, file, "delete from setting where name = 'demo'");
    assert!(tried(&place).starts_with(ready));

    meddle(&place, file, "insert into setting (name, value) values ('demo', 'filling')");
    place.run(&DEMO).refuses(
        3,
        "doanket: Preparing the sample data at demo-data/doanket.db was interrupted. Delete the folder of the sample data and start \
         again, or choose another folder with --data.\n",
    );

    meddle(&place, file, "update migration set hash = 'x' where number = 2");
    place.run(&DEMO).refuses(
        3,
        "doanket: Cannot open the sample data at demo-data/doanket.db: migration 0002_documents was edited after it ran. Another \
         version of the program may have made it. Delete the folder of the sample data and start again, or choose another folder with \
         --data.\n",
    );
}

#[test]
fn an_office_of_its_own_is_not_opened_with_sample_people() {
    let office = Office::new(Engine::Sqlite);
    let accounts = office.count("select count(*) from account");
    let words = [&DEMO[..], &["--data", "data"]].concat();
    office.place.run(&words).refuses(
        3,
        "doanket: At data/doanket.db there is other data, no sample data, so it is not used for trying out; nothing has changed. \
         Choose another folder with --data, or run it for real with: doanket serve\n",
    );
    assert_eq!(office.count("select count(*) from account"), accounts);
}

#[test]
fn what_stands_in_the_way_of_a_first_start_is_told() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    place.run(&["demo", "--listen", &address]).refuses(
        3,
        &format!(
            "doanket: Cannot listen on {address}: Address already in use (os error 98). Another program may use it; choose another \
             address with --listen.\n"
        ),
    );
    place.run(&["demo", "--listen", "8020"]).refuses(
        2,
        "doanket: “8020” is no address to listen on. Write address and port, such as 127.0.0.1:8020.\n",
    );
    assert!(!place.path("demo-data").exists(), "nothing was made");
    place.write("demo-data", "in the way");
    place.run(&DEMO).refuses_around(
        3,
        "doanket: Cannot open the database: ",
        "Check --database, the right to write to the folder, and whether the PostgreSQL server runs.\n",
    );
}

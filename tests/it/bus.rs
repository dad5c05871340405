//! A message bus with a notification service on it, for tests: it speaks as much of D-Bus as the reader asks for and writes down what it hears.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::os::unix::net::UnixListener;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

/// What the service does with a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// Shows it.
    Answers,
    /// Takes it and never answers.
    Hangs,
    /// Is not there.
    Missing,
}

/// A notification as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) program: String,
    pub(crate) summary: String,
    pub(crate) body: String,
}

/// A running bus; it ends with the test.
pub(crate) struct Bus {
    /// Where it is, as `DBUS_SESSION_BUS_ADDRESS` says it.
    pub(crate) address: String,
    heard: Arc<Mutex<Vec<Shown>>>,
}

impl Bus {
    pub(crate) fn new(folder: &Path, service: Service) -> Self {
        let path = folder.join("bus");
        let listener = UnixListener::bind(&path).unwrap();
        let heard: Arc<Mutex<Vec<Shown>>> = Arc::default();
        let kept = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let heard = Arc::clone(&kept);
                std::thread::spawn(move || serve(stream, service, &heard));
            }
        });
        Self {
            address: format!("unix:path={}", path.display()),
            heard,
        }
    }

    pub(crate) fn heard(&self) -> Vec<Shown> {
        self.heard.lock().unwrap().clone()
    }
}

/// Serves one client until it has gone.
fn serve(mut stream: UnixStream, service: Service, heard: &Mutex<Vec<Shown>>) -> Option<()> {
    let mut input = BufReader::new(stream.try_clone().ok()?);
    greet(&mut input, &mut stream)?;
    loop {
        let call = Call::read(&mut input)?;
        match call.member.as_str() {
            "Hello" => stream.write_all(&call.returned(Some(":1.1"), None)).ok()?,
            "Notify" => {
                heard.lock().unwrap().push(call.notification());
                match service {
                    Service::Answers => stream.write_all(&call.returned(None, Some(7))).ok()?,
                    Service::Missing => stream.write_all(&call.unknown()).ok()?,
                    Service::Hangs => {}
                }
            }
            _ => stream.write_all(&call.returned(None, None)).ok()?,
        }
    }
}

/// The lines with which a client makes itself known.
fn greet(input: &mut impl BufRead, output: &mut impl Write) -> Option<()> {
    loop {
        let mut line = String::new();
        (input.read_line(&mut line).ok()? > 0).then_some(())?;
        let word = line.trim_start_matches('\0').trim_end();
        let answer = match word {
            "BEGIN" => return Some(()),
            word if word.starts_with("AUTH") => "OK 0123456789abcdef0123456789abcdef\r\n",
            _ => "ERROR\r\n",
        };
        output.write_all(answer.as_bytes()).ok()?;
    }
}

/// A call of a method.
struct Call {
    serial: u32,
    member: String,
    body: Vec<u8>,
}

impl Call {
    fn read(input: &mut impl Read) -> Option<Self> {
        let mut head = [0; 16];
        input.read_exact(&mut head).ok()?;
        assert_eq!(head[0], b'l', "a message in another order of bytes");
        let number = |at: usize| u32::from_le_bytes(head[at..at + 4].try_into().unwrap());
        let mut fields = vec![0; number(12).next_multiple_of(8) as usize];
        input.read_exact(&mut fields).ok()?;
        let mut body = vec![0; number(4) as usize];
        input.read_exact(&mut body).ok()?;
        let fields = &fields[..number(12) as usize];
        Some(Self {
            serial: number(8),
            member: member(fields),
            body,
        })
    }

    fn notification(&self) -> Shown {
        let mut values = Values(&self.body, 0);
        let program = values.text();
        values.number();
        values.text();
        Shown {
            program,
            summary: values.text(),
            body: values.text(),
        }
    }

    /// An answer with a text, a number or nothing.
    fn returned(&self, text: Option<&str>, number: Option<u32>) -> Vec<u8> {
        let mut body = Vec::new();
        let kind = match (text, number) {
            (Some(text), _) => {
                put_text(&mut body, text);
                "s"
            }
            (None, Some(number)) => {
                body.extend(number.to_le_bytes());
                "u"
            }
            (None, None) => "",
        };
        self.answer(2, &[(8, "g", kind)], &body)
    }

    /// The answer that nobody has the name of the service.
    fn unknown(&self) -> Vec<u8> {
        let name = "org.freedesktop.DBus.Error.ServiceUnknown";
        self.answer(3, &[(4, "s", name)], &[])
    }

    fn answer(&self, kind: u8, fields: &[(u8, &str, &str)], body: &[u8]) -> Vec<u8> {
        let mut list = vec![5, 1, b'u', 0];
        list.extend(self.serial.to_le_bytes());
        for (code, kind, value) in fields.iter().filter(|(.., value)| !value.is_empty()) {
            list.resize(list.len().next_multiple_of(8), 0);
            list.extend([*code, 1, kind.as_bytes()[0], 0]);
            if *kind == "g" {
                list.push(u8::try_from(value.len()).unwrap());
                list.extend(value.as_bytes());
                list.push(0);
            } else {
                put_text(&mut list, value);
            }
        }
        let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let mut out = vec![b'l', kind, 1, 1];
        out.extend(length(body));
        out.extend(1_u32.to_le_bytes());
        out.extend(length(&list));
        out.extend(&list);
        out.resize(out.len().next_multiple_of(8), 0);
        out.extend(body);
        out
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
    out.extend(text.as_bytes());
    out.push(0);
}

/// The name of the method among the fields of a message's head.
fn member(fields: &[u8]) -> String {
    let mut values = Values(fields, 0);
    while values.1 < fields.len() {
        values.1 = values.1.next_multiple_of(8);
        let (code, kind) = (fields[values.1], fields[values.1 + 2]);
        values.1 += 4;
        let value = match kind {
            b'u' => values.number().to_string(),
            b'g' => {
                values.1 += usize::from(fields[values.1]) + 2;
                String::new()
            }
            _ => values.text(),
        };
        if code == 3 {
            return value;
        }
    }
    String::new()
}

/// Values one behind the other, each at its border.
struct Values<'b>(&'b [u8], usize);

impl Values<'_> {
    fn number(&mut self) -> u32 {
        let at = self.1.next_multiple_of(4);
        self.1 = at + 4;
        u32::from_le_bytes(self.0[at..at + 4].try_into().unwrap())
    }

    fn text(&mut self) -> String {
        let length = self.number() as usize;
        let text = self.0[self.1..self.1 + length].to_vec();
        self.1 += length + 1;
        String::from_utf8(text).unwrap()
    }
}

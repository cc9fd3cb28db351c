//! The command line's words.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// Đoàn Kết: việc của Mặt trận, từ văn bản đến kết quả / the Front's work, from paper to result.
#[derive(Debug, Parser)]
#[command(name = "doanket", version, max_term_width = 100)]
pub struct Args {
    /// Tệp cấu hình / settings file [default: doanket.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Chạy thử với dữ liệu mẫu / try it on sample data
    Demo(Place),
    /// Chạy thật / run it for real
    Serve(Place),
    /// Đọc một văn bản, không cần cơ sở dữ liệu / read a paper, no database needed
    Extract(Extract),
    /// Văn bản đi, không cần cơ sở dữ liệu / papers to send, no database needed
    #[command(subcommand)]
    Paper(PaperCommand),
    /// Sao kê ngân hàng, không cần cơ sở dữ liệu / bank statements, no database needed
    #[command(subcommand)]
    Statement(StatementCommand),
    /// Công cụ tiếng Việt và lịch / Vietnamese language and calendar tools
    #[command(subcommand)]
    Vi(ViCommand),
    /// Đơn vị qua thời gian / units through time
    Units {
        #[command(subcommand)]
        command: UnitsCommand,
    },
    /// Số liệu báo cáo / the figures of reports
    Reports {
        #[command(subcommand)]
        command: ReportsCommand,
    },
    /// Văn bản đi, văn bản đến / papers out and in
    Papers {
        #[command(subcommand)]
        command: PapersCommand,
    },
    /// Nhật ký thao tác / the audit chain
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Sao lưu toàn bộ vào một tệp / back everything up into one file
    Backup {
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Khôi phục từ bản sao lưu vào cơ sở dữ liệu trống / restore a backup into an empty database
    Restore {
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Nâng cấp cấu trúc cơ sở dữ liệu / bring the database's schema up to date
    Migrate(Place),
}

/// Where the data is and where to listen; each also in the settings file and the environment (`DOANKET_DATABASE` …).
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct Place {
    /// Thư mục dữ liệu / data folder
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// SQLite file or postgres://… [default: doanket.db in the data folder]
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Thư mục tệp tải lên / folder of uploaded files [default: files in the data folder]
    #[arg(long, value_name = "DIR")]
    pub files: Option<PathBuf>,
    /// Địa chỉ lắng nghe / address to listen on [default: 127.0.0.1:8020]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct Extract {
    /// .docx .doc .pdf .txt .html; - đọc từ đầu vào chuẩn / - reads standard input
    pub file: PathBuf,
    #[arg(long, value_enum, default_value = "text")]
    pub format: ExtractFormat,
    /// Thư mục quy tắc bổ sung / folder of additional reading rules
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    Json,
    Text,
}

#[derive(Debug, Subcommand)]
pub enum StatementCommand {
    /// Kiểm tra sao kê có tự khớp không, không ghi gì / whether a statement agrees with itself; nothing is written
    Check(StatementCheck),
    /// Liệt kê các mẫu sao kê; * là chưa đối chiếu / list the layouts; * marks those not verified
    Profiles,
}

#[derive(Debug, ClapArgs)]
pub struct StatementCheck {
    /// Tệp .csv UTF-8 / a .csv file in UTF-8
    pub file: PathBuf,
    /// Mẫu sao kê / the layout
    #[arg(long, value_name = "P", default_value = "plain")]
    pub profile: String,
    /// Kết quả dạng JSON / the result as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum PaperCommand {
    /// Lập văn bản từ mẫu và dữ liệu / make a paper from a template and data
    Render(PaperRender),
    /// Liệt kê các mẫu / list the templates
    Templates {
        /// Thư mục mẫu của cơ quan / folder of the office's own templates
        #[arg(long, value_name = "DIR")]
        templates: Option<PathBuf>,
    },
    /// Kiểm tra chữ ký số của tệp .pdf / check the digital signatures of a .pdf
    Verify(PaperVerify),
    /// Ký số tệp .pdf bằng khóa trong tệp / sign a .pdf with a key in a file
    Sign(PaperSign),
}

#[derive(Debug, ClapArgs)]
pub struct PaperVerify {
    /// Tệp .pdf / a .pdf file
    pub file: PathBuf,
    /// Thư mục chứng thư gốc được tin cậy (.pem, .crt, .cer, .der) / folder of trusted root certificates
    #[arg(long, value_name = "DIR")]
    pub roots: Option<PathBuf>,
    /// Kết quả dạng JSON / the result as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, ClapArgs)]
pub struct PaperSign {
    /// Tệp .pdf / a .pdf file
    pub file: PathBuf,
    /// Khóa PKCS #8 dạng PEM / PKCS #8 key in PEM
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Chứng thư số PEM, của người ký ở đầu / certificates in PEM, the signer's own first
    #[arg(long, value_name = "FILE")]
    pub certificate: PathBuf,
    /// Tệp đã ký, phải là tệp mới / the signed file, a new one
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Lý do ký / why it is signed
    #[arg(long)]
    pub reason: Option<String>,
    /// Nơi ký / where it is signed
    #[arg(long)]
    pub location: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct PaperRender {
    /// Tên mẫu, ví dụ bao-cao, hoặc tệp .toml / name of a template, such as report, or a .toml file
    pub template: String,
    /// Dữ liệu JSON; - đọc từ đầu vào chuẩn / data as JSON; - reads standard input
    #[arg(long, value_name = "FILE")]
    pub data: PathBuf,
    /// Tệp .docx hoặc .pdf / a .docx or .pdf file
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Thư mục mẫu của cơ quan / folder of the office's own templates
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum ViCommand {
    /// Bỏ dấu để tìm kiếm / fold for searching
    Fold { text: String },
    /// Đọc số bằng chữ / a number in words
    Words {
        #[arg(allow_negative_numbers = true)]
        number: String,
    },
    /// Âm lịch / the lunar calendar
    Lunar {
        #[arg(long)]
        from: NaiveDate,
        #[arg(long)]
        to: NaiveDate,
        #[arg(long, value_enum, default_value = "csv")]
        format: LunarFormat,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LunarFormat {
    Csv,
    Text,
}

#[derive(Debug, Subcommand)]
pub enum UnitsCommand {
    /// Nạp đơn vị từ ba tệp CSV, hoặc từ dữ liệu kèm chương trình / load units from CSV files, or those that come with the program
    Import {
        #[arg(long, value_name = "CSV")]
        before: Option<PathBuf>,
        #[arg(long, value_name = "CSV")]
        after: Option<PathBuf>,
        #[arg(long, value_name = "CSV")]
        succession: Option<PathBuf>,
        /// Mã tỉnh, ví dụ 14; bỏ trống là cả nước / province code, such as 14; all provinces when left out
        #[arg(long, value_name = "CODE")]
        province: Vec<String>,
        /// Chỉ đếm, không ghi / count only, write nothing
        #[arg(long)]
        preview: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Liệt kê đơn vị của một ngày / list the units of a day
    List {
        /// Ngày / day, as 2025-06-30 [default: today]
        #[arg(long, value_name = "DATE")]
        as_of: Option<NaiveDate>,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum ReportsCommand {
    /// Nạp số liệu từ tệp CSV unit,indicator,period,value; nạp lại không đổi gì / load figures from a CSV file; again changes nothing
    Import {
        #[arg(value_name = "CSV")]
        file: PathBuf,
        /// Chỉ kiểm tra, không ghi / check only, write nothing
        #[arg(long)]
        dry_run: bool,
        /// Ghi các dòng đúng dù có dòng sai / write the good lines although others are bad
        #[arg(long)]
        good_rows: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Bảng đơn vị × chỉ tiêu của một kỳ / units × indicators of a period
    Matrix {
        /// Mã đơn vị, hoặc #số / the unit's code, or #number
        #[arg(long, value_name = "UNIT")]
        unit: String,
        /// 2026-01, 2026-Q1, 2026-H1, 2026
        #[arg(long)]
        period: reports::period::ReportPeriod,
        #[arg(long, value_enum, default_value = "csv")]
        format: SheetFormat,
        /// Số đã duyệt thay vì số đang nhập / accepted figures instead of typed ones
        #[arg(long)]
        accepted: bool,
        /// Tệp kết quả / where to write [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
    /// Báo cáo phải nộp trong một kỳ / the reports owed for a period
    Owed {
        /// 2026-01, 2026-Q1, 2026-H1, 2026
        #[arg(long)]
        period: reports::period::ReportPeriod,
        #[arg(long, value_enum, default_value = "csv")]
        format: SheetFormat,
        /// Chỉ báo cáo chưa gửi / only what has not been sent
        #[arg(long)]
        missing: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Tính lại mọi tổng từ số liệu gốc và so sánh / recompute every total from the figures and compare
    Verify {
        /// Thay các tổng sai bằng số tính lại / put right what is wrong
        #[arg(long)]
        repair: bool,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub enum PapersCommand {
    /// Sổ văn bản đi của một đơn vị trong năm / the register of a unit's outgoing papers of a year
    Register {
        /// Tên hoặc mã đơn vị / the unit's name or code
        #[arg(long, value_name = "UNIT")]
        unit: String,
        #[arg(long)]
        year: i64,
        #[arg(long, value_enum, default_value = "csv")]
        format: SheetFormat,
        /// Tệp kết quả / where to write [default: standard output]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SheetFormat {
    Csv,
    Xlsx,
}

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Tính lại toàn bộ chuỗi / recompute the whole chain
    Verify(Place),
}

impl Command {
    /// Where this command's data is, for those that have some.
    pub fn place(&self) -> Place {
        match self {
            Self::Demo(place)
            | Self::Serve(place)
            | Self::Migrate(place)
            | Self::Backup { place, .. }
            | Self::Restore { place, .. }
            | Self::Audit { command: AuditCommand::Verify(place) }
            | Self::Papers { command: PapersCommand::Register { place, .. } }
            | Self::Units {
                command: UnitsCommand::Import { place, .. } | UnitsCommand::List { place, .. },
            }
            | Self::Reports {
                command:
                    ReportsCommand::Import { place, .. }
                    | ReportsCommand::Matrix { place, .. }
                    | ReportsCommand::Owed { place, .. }
                    | ReportsCommand::Verify { place, .. },
            } => place.clone(),
            Self::Extract(_) | Self::Paper(_) | Self::Statement(_) | Self::Vi(_) => Place::default(),
        }
    }
}

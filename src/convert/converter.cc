// Decides where a document is read, runs it there, and turns what became of it into words.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file_descriptor.h"
#include "convert/answer_reader.h"
#include "convert/jail.h"
#include "convert/plain_document.h"
#include "convert/refusal.h"
#include "hearim/convert.h"
#include "hearim/error.h"

namespace hearim {
namespace {

constexpr std::size_t kGuessBytes = std::size_t{64} << 10;

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// Beside this program, or where it is installed.
std::string find_program(const std::string& name) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return name;
  const auto beside = self.parent_path() / name;
  const auto installed = self.parent_path().parent_path() / "libexec" / "hearim" / name;
  return std::filesystem::exists(beside, error) ? beside.string() : installed.string();
}

bool is_plain(DocumentFormat format) {
  return format == DocumentFormat::text || format == DocumentFormat::markdown ||
         format == DocumentFormat::csv;
}

std::string seconds(std::uint64_t ms) {
  return fmt::format("{} s", static_cast<double>(ms) / 1000);
}

struct Verdict {
  ConvertReason reason;
  std::string message;
};

// What a job's end means for its document. Nothing: the answer itself says.
Verdict verdict_of(const JobResult& result, const JailJob& job, const AnswerReader& reader) {
  switch (result.end) {
    case JobEnd::finished:
      if (!reader.fault().empty()) break;
      if (reader.has_outcome()) return {ConvertReason::none, ""};
      return {ConvertReason::bad_answer, "its parser ended before it had answered"};
    case JobEnd::stopped:
      break;
    case JobEnd::out_of_time:
      return {ConvertReason::out_of_time,
              fmt::format("took longer than the {} of processor time or {} in all that are given",
                          seconds(1000ULL * job.cpu_seconds_max), seconds(job.wall_ms_max))};
    case JobEnd::out_of_memory:
      return {ConvertReason::out_of_memory,
              fmt::format("needs more than the {} MiB of memory that are given",
                          job.memory_bytes_max >> 20)};
    case JobEnd::forbidden:
      return {ConvertReason::forbidden,
              "its parser tried what no parser needs, and was stopped: the file may be an attack"};
    case JobEnd::crashed:
      return {ConvertReason::crashed,
              result.signal == 0
                  ? std::string("its parser could not go on")
                  : fmt::format("its parser crashed on it (signal {})", result.signal)};
    case JobEnd::jail_lost:
      return {ConvertReason::crashed, "the jail itself was lost while it was read"};
  }
  const bool too_large = reader.fault().starts_with("more than the limit");
  return {too_large ? ConvertReason::too_large : ConvertReason::bad_answer,
          too_large ? fmt::format("gives more than the {} bytes of text and map that are taken",
                                  job.output_bytes_max)
                    : fmt::format("its parser's answer was not well formed ({})", reader.fault())};
}

JailJob job_of(DocumentFormat format, const ConvertLimits& limits) {
  JailJob job;
  job.kind = JailJobKind::convert;
  job.format = static_cast<std::uint32_t>(format);
  job.page_count_max = limits.page_count_max;
  job.depth_max = limits.depth_max;
  job.ratio_max = limits.unpacked_ratio_max;
  job.attachment_count_max = limits.attachment_count_max;
  job.cpu_seconds_max = limits.cpu_seconds_max;
  job.wall_ms_max = limits.wall_ms_max;
  job.input_bytes_max = limits.input_bytes_max;
  job.output_bytes_max = limits.output_bytes_max;
  job.unpacked_bytes_max = limits.unpacked_bytes_max;
  job.memory_bytes_max = limits.memory_bytes_max;
  return job;
}

FileDescriptor open_regular_file(const std::string& path) {
  struct stat status {};
  const FileDescriptor none;
  if (::stat(path.c_str(), &status) != 0) {
    const int error = errno;
    const bool missing = error == ENOENT || error == ENOTDIR;
    throw Error(missing ? ErrorCode::not_found : ErrorCode::io,
                missing ? std::string("there is no such file")
                        : "cannot be opened: " + std::generic_category().message(error),
                {.file = path});
  }
  if (!S_ISREG(status.st_mode))
    throw Error(ErrorCode::invalid_input, "is no regular file", {.file = path},
                "name a file, not a folder, pipe or device");
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.is_open() && errno == ELOOP)  // a link: what it leads to was looked at above
    file = FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open() || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
    throw Error(ErrorCode::io, "cannot be opened: " + std::generic_category().message(errno),
                {.file = path});
  return file;
}

// What needs no look into the document.
std::optional<Conversion> refuse_by_size(DocumentFormat format, std::uint64_t size_bytes,
                                         const ConvertLimits& limits) {
  if (size_bytes == 0)
    return refuse(format, ConvertReason::empty, "is empty: there is no byte in it");
  if (size_bytes > limits.input_bytes_max)
    return refuse(
        format, ConvertReason::too_large,
        fmt::format("holds {} bytes; up to {} are taken", size_bytes, limits.input_bytes_max));
  return std::nullopt;
}

// Throws Error(io) naming `path`.
std::string read_at(int file, std::uint64_t offset, std::size_t size, const std::string& path) {
  std::string bytes(size, '\0');
  std::size_t used = 0;
  while (used < size) {
    const ssize_t got =
        ::pread(file, bytes.data() + used, size - used, static_cast<off_t>(offset + used));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw Error(ErrorCode::io, "cannot be read: " + std::generic_category().message(errno),
                  {.file = path});
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

struct Converter::State {
  explicit State(const ConverterOptions& options)
      : jail(options, options.program.empty() ? find_program("hearim-convert") : options.program),
        ocr_jail(
            options,
            options.ocr_program.empty() ? find_program("hearim-convert-ocr") : options.ocr_program,
            options.ocr_languages.empty()
                ? std::vector<std::string>{}
                : std::vector<std::string>{"--languages=" + options.ocr_languages}) {}
  Jail jail;
  Jail ocr_jail;

  static Conversion convert_with(Jail& jail, int document, DocumentFormat format,
                                 const JailJob& job, const Run& run) {
    if (const JailReport& report = jail.report(); !report.sufficient)
      return refuse(format, ConvertReason::no_jail,
                    "is not read, because no sufficient jail can be set up: " + report.why_not);
    AnswerReader reader(job.output_bytes_max);
    const JobResult result = jail.run(
        job, document, [&](std::string_view bytes) { return reader.feed(bytes); }, run);
    Conversion conversion = reader.finish();
    if (const Verdict verdict = verdict_of(result, job, reader);
        verdict.reason != ConvertReason::none) {
      conversion.reason = verdict.reason;
      conversion.message = verdict.message;
      conversion.status =
          conversion.code_points == 0 ? ConvertStatus::refused : ConvertStatus::partial;
    }
    if (conversion.format == DocumentFormat::unknown) conversion.format = format;
    return conversion;
  }

  bool has_ocr() { return ocr_jail.report().sufficient && ocr_jail.hello().has_ocr == 1; }
  std::string why_no_ocr() {
    return ocr_jail.report().sufficient
               ? "no language of Tesseract is installed (packages tesseract-ocr-eng, -kor, ...)"
               : ocr_jail.report().why_not;
  }

  Conversion convert_in_jail(int document, DocumentFormat format, const ConvertOptions& options,
                             const Run& run) {
    JailJob job = job_of(format, options.limits);
    if (format == DocumentFormat::image) {
      if (options.ocr == OcrUse::off)
        return refuse(format, ConvertReason::no_text, "is a picture, and text recognition is off");
      if (!has_ocr())
        return refuse(format, ConvertReason::no_text,
                      "is a picture, and its text cannot be recognised: " + why_no_ocr());
      return convert_with(ocr_jail, document, format, ocr_job(job, options), run);
    }
    Conversion conversion = convert_with(jail, document, format, job, run);
    if (format != DocumentFormat::pdf || options.ocr == OcrUse::off || !lacks_text(conversion))
      return conversion;
    if (!has_ocr()) {
      const std::string why = "text in its pictures cannot be recognised: " + why_no_ocr();
      lack(conversion, ConvertReason::no_text, why);
      return conversion;
    }
    Conversion recognised = convert_with(ocr_jail, document, format, ocr_job(job, options), run);
    if (recognised.code_points > conversion.code_points) return recognised;
    if (recognised.status != ConvertStatus::converted &&
        recognised.reason != ConvertReason::no_text)
      lack(conversion, recognised.reason,
           "text in its pictures was not recognised: " + recognised.message);
    return conversion;
  }

  Conversion convert_file(int file, const std::string& path, std::string_view name,
                          const ConvertOptions& options, const Run& run) {
    struct stat status {};
    if (::fstat(file, &status) != 0)
      throw Error(ErrorCode::io, "cannot be read: " + std::generic_category().message(errno),
                  {.file = path});
    const auto size_bytes = static_cast<std::uint64_t>(status.st_size);
    const DocumentFormat format =
        options.format == DocumentFormat::unknown
            ? guess_document_format(read_at(file, 0, kGuessBytes, path), name)
            : options.format;
    if (auto refused = refuse_by_size(format, size_bytes, options.limits))
      return *std::move(refused);
    if (!is_plain(format)) return convert_in_jail(file, format, options, run);
    return convert_plain_document(read_at(file, 0, static_cast<std::size_t>(size_bytes), path),
                                  format, options.limits);
  }

  static JailJob ocr_job(JailJob job, const ConvertOptions& options) {
    job.cpu_seconds_max = options.limits.ocr_seconds_max;
    job.wall_ms_max = 1'000 * std::min(options.limits.ocr_seconds_max, 4'000'000U);
    return job;
  }

  // It has pages without text, and will have none.
  static void lack(Conversion& conversion, ConvertReason reason, const std::string& why) {
    if (conversion.status != ConvertStatus::converted) {
      conversion.message += "; " + why;
      return;
    }
    conversion.status = ConvertStatus::partial;
    conversion.reason = reason;
    conversion.message = "has pages without text, and " + why;
  }

  // Some page of it was read and holds no text.
  static bool lacks_text(const Conversion& conversion) {
    if (conversion.reason != ConvertReason::none && conversion.reason != ConvertReason::no_text)
      return false;
    std::vector<bool> has_text(conversion.pages.size(), false);
    for (const TextRun& text : conversion.runs)
      if (text.source == RunSource::box) has_text[text.index] = true;
    return std::find(has_text.begin(), has_text.end(), false) != has_text.end();
  }
};

Converter::Converter(const ConverterOptions& options) : state_(std::make_unique<State>(options)) {}
Converter::~Converter() = default;
Converter::Converter(Converter&&) noexcept = default;
Converter& Converter::operator=(Converter&&) noexcept = default;

const JailReport& Converter::jail() { return state_->jail.report(); }

std::string Converter::ocr_languages() {
  if (!state_->has_ocr()) return {};
  const JailHello& hello = state_->ocr_jail.hello();
  return {hello.ocr_languages, ::strnlen(hello.ocr_languages, sizeof hello.ocr_languages)};
}

Conversion Converter::convert(std::string_view bytes, std::string_view name,
                              const ConvertOptions& options, const Run& run) {
  run.stop_if_cancelled();
  const DocumentFormat format = options.format == DocumentFormat::unknown
                                    ? guess_document_format(bytes, name)
                                    : options.format;
  if (auto refused = refuse_by_size(format, bytes.size(), options.limits))
    return *std::move(refused);
  if (is_plain(format)) return convert_plain_document(bytes, format, options.limits);
  return state_->convert_in_jail(sealed_memory_file(bytes).get(), format, options, run);
}

Conversion Converter::convert_file(const std::string& path, const ConvertOptions& options,
                                   const Run& run) {
  run.stop_if_cancelled();
  const FileDescriptor file = open_regular_file(path);
  return state_->convert_file(file.get(), path, base_name(path), options, run);
}

Conversion Converter::convert_open_file(int descriptor, std::string_view name,
                                        const ConvertOptions& options, const Run& run) {
  run.stop_if_cancelled();
  return state_->convert_file(descriptor, "", name, options, run);
}

Unpacking Converter::unpack(int descriptor, ArchiveSink& sink, const UnpackLimits& limits,
                            const Run& run) {
  Unpacking unpacking;
  if (const JailReport& report = jail(); !report.sufficient) {
    unpacking.status = ConvertStatus::refused;
    unpacking.reason = ConvertReason::no_jail;
    unpacking.message =
        "is not unpacked, because no sufficient jail can be set up: " + report.why_not;
    return unpacking;
  }
  JailJob job;
  job.kind = JailJobKind::unpack;
  job.format = static_cast<std::uint32_t>(DocumentFormat::archive);
  job.ratio_max = limits.ratio_max;
  job.cpu_seconds_max = limits.cpu_seconds_max;
  job.wall_ms_max = limits.wall_ms_max;
  job.unpacked_bytes_max = limits.unpacked_bytes_max;
  job.entry_count_max = limits.entry_count_max;
  job.memory_bytes_max = limits.memory_bytes_max;
  // The limit on bytes is kept on both sides; here it also holds for remarks.
  job.output_bytes_max = limits.unpacked_bytes_max + (std::uint64_t{16} << 20);
  AnswerReader reader(job.output_bytes_max, &sink);
  const JobResult result = state_->jail.run(
      job, descriptor, [&](std::string_view bytes) { return reader.feed(bytes); }, run);
  Conversion outcome = reader.finish();
  const Verdict verdict = verdict_of(result, job, reader);
  const bool went_wrong = verdict.reason != ConvertReason::none;
  unpacking.status = went_wrong ? ConvertStatus::partial : outcome.status;
  unpacking.reason = went_wrong ? verdict.reason : outcome.reason;
  unpacking.message = went_wrong ? verdict.message : outcome.message;
  unpacking.entry_count = reader.entry_count();
  unpacking.unpacked_bytes = reader.data_bytes();
  unpacking.remarks = std::move(outcome.remarks);
  if (unpacking.status == ConvertStatus::partial && unpacking.entry_count == 0)
    unpacking.status = ConvertStatus::refused;
  return unpacking;
}

Conversion convert_file(const std::string& path, const ConvertOptions& options, const Run& run) {
  return Converter().convert_file(path, options, run);
}

}  // namespace hearim

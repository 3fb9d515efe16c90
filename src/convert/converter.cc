#include <fcntl.h>
#include <sys/stat.h>

#include <utility>

#include "base/file_bytes.h"
#include "convert/plain_document.h"
#include "convert/refusal.h"
#include "hearim/convert.h"

namespace hearim {
namespace {

std::string_view base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

struct Converter::State {
  explicit State(ConverterOptions with) : options(std::move(with)) {}
  ConverterOptions options;
  JailReport report = {
      .sufficient = false, .why_not = "no jail is set up", .active = {}, .missing = {}};
};

Converter::Converter(ConverterOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}
Converter::~Converter() = default;
Converter::Converter(Converter&&) noexcept = default;
Converter& Converter::operator=(Converter&&) noexcept = default;

const JailReport& Converter::jail() { return state_->report; }

Conversion Converter::convert(std::string_view bytes, std::string_view name,
                              const ConvertOptions& options, const Run& run) {
  run.stop_if_cancelled();
  const DocumentFormat format = options.format == DocumentFormat::unknown
                                    ? guess_document_format(bytes, name)
                                    : options.format;
  if (bytes.empty())
    return refuse(format, ConvertReason::empty, "is empty: there is no byte in it");
  if (bytes.size() > options.limits.input_bytes_max)
    return refuse(format, ConvertReason::too_large, "is larger than the limit");
  if (format == DocumentFormat::text || format == DocumentFormat::markdown ||
      format == DocumentFormat::csv)
    return convert_plain_document(bytes, format, options.limits);
  return refuse(format, ConvertReason::no_jail, jail().why_not);
}

Conversion Converter::convert_file(const std::string& path, const ConvertOptions& options,
                                   const Run& run) {
  return convert(read_file_bytes(path), base_name(path), options, run);
}

Unpacking Converter::unpack(int, ArchiveSink&, const UnpackLimits&, const Run&) {
  Unpacking unpacking;
  unpacking.status = ConvertStatus::refused;
  unpacking.reason = ConvertReason::no_jail;
  unpacking.message = jail().why_not;
  return unpacking;
}

Conversion convert_file(const std::string& path, const ConvertOptions& options, const Run& run) {
  return Converter().convert_file(path, options, run);
}

}  // namespace hearim

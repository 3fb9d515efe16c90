#include "steps/read_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "base/parallel.h"

namespace hearim {
namespace {

constexpr std::size_t kBatch = 32;

DocumentReading read_one(const std::string& path, const ReadFilesRequest& request,
                         DocumentReader& documents, const Run& run) {
  const ReadOptions& options = request.options;
  DocumentReading out;
  try {
    out.document = documents.read(path, run);
    if (options.document_date)
      out.document.facts.date =
          fmt::format("{:04}-{:02}-{:02}", options.document_date->year,
                      options.document_date->month, options.document_date->day);
    out.reading = read_text(out.document.text, options);
    if (request.corrections) {
      const std::u32string& text = out.document.text;
      out.corrected = request.corrections->apply(path, text, annotations_json(text, out.reading));
      const ReadLanguage language = out.reading.language;
      out.reading = reading_from_json(out.corrected->annotations, text.size(), path);
      out.reading.language = language;
    }
  } catch (const Error& error) {
    if (error.code() == ErrorCode::cancelled) throw;
    out = {};
    out.document.facts.path = path;
    out.error = error;
  } catch (const std::bad_alloc&) {
    out = {};
    out.document.facts.path = path;
    out.error = Error(ErrorCode::limit, "not enough memory to read it", {.file = path});
  }
  return out;
}

}  // namespace

void read_files(const ReadFilesRequest& request, const Run& run,
                const std::function<void(DocumentReading&)>& take) {
  const std::size_t count = request.paths.size();
  DocumentReader documents;
  for (std::size_t begin = 0; begin < count; begin += kBatch) {
    const std::size_t size = std::min(kBatch, count - begin);
    std::vector<DocumentReading> batch(size);
    for_each_chunk(size, run, [&](std::size_t i) {
      run.stop_if_cancelled();
      batch[i] = read_one(request.paths[begin + i], request, documents, run);
    });
    for (DocumentReading& reading : batch) take(reading);
    if (run.progress) run.progress("reading", begin + size, count);
  }
}

}  // namespace hearim

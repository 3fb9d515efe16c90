#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "base/file_descriptor.h"
#include "convert/test_zip.h"
#include "hearim/convert.h"

namespace hearim {
namespace {

class Recorder : public ArchiveSink {
 public:
  void begin(const ArchiveEntry& entry) override {
    constexpr const char* kKinds[] = {"file", "folder", "link", "other"};
    story += std::string(kKinds[static_cast<int>(entry.kind)]) + " " + entry.name + "\n";
    names += entry.name_bytes + "\n";
  }
  void data(std::string_view bytes) override {
    size += bytes.size(), content += bytes.substr(0, 50);
  }
  void end(const std::string& reason) override {
    story += "  " + content + (reason.empty() ? "" : " [" + reason + "]") + "\n";
    content.clear();
  }
  std::string story, content, names;
  std::uint64_t size = 0;
};

FileDescriptor file_of(const std::string& bytes) {
  FileDescriptor file(::memfd_create("archive", MFD_CLOEXEC));
  EXPECT_EQ(::write(file.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  return file;
}

Unpacking unpacked(const std::string& bytes, Recorder& recorder, const UnpackLimits& limits = {}) {
  static Converter converter;
  return converter.unpack(file_of(bytes).get(), recorder, limits);
}

TEST(Unpack, entries_come_in_order_with_their_bytes) {
  Recorder recorder;
  const Unpacking result = unpacked(make_zip({{"a.txt", "one"},
                                              {"folder/", ""},
                                              {"folder/명단.csv", "two"},
                                              {std::string("\xB8\xED\xB4\xDC.txt"), "three"},
                                              {"../up.txt", "four"}}),
                                    recorder);
  EXPECT_EQ(result.status, ConvertStatus::converted) << result.message;
  EXPECT_EQ(
      recorder.story,
      "file a.txt\n  one\nfolder folder/\nfile folder/명단.csv\n  two\nfile 명단.txt\n  three\n"
      "file ../up.txt\n  four\n");
  EXPECT_EQ(recorder.names, "a.txt\nfolder/\nfolder/명단.csv\n\xB8\xED\xB4\xDC.txt\n../up.txt\n");
  EXPECT_EQ(result.entry_count, 5U);
  EXPECT_EQ(result.unpacked_bytes, 15U);
}

TEST(Unpack, bombs_and_limits_stop_it) {
  const std::string bomb = make_zip({{"a.txt", "one"}, {"b", std::string(200'000'000, '\0')}});
  Recorder recorder;
  const Unpacking result = unpacked(bomb, recorder);
  EXPECT_EQ(result.status, ConvertStatus::partial);
  EXPECT_EQ(result.reason, ConvertReason::too_large);
  EXPECT_LT(recorder.size, 100'000'000U);
  EXPECT_NE(recorder.story.find("[is not whole"), std::string::npos) << recorder.story;
  Recorder few;
  EXPECT_EQ(
      unpacked(make_zip({{"a", "1"}, {"b", "2"}, {"c", "3"}}), few, {.entry_count_max = 2}).reason,
      ConvertReason::too_large);
  EXPECT_EQ(few.story, "file a\n  1\nfile b\n  2\n");
}

TEST(Unpack, damaged_encrypted_and_foreign_ones_say_so) {
  const std::string whole = make_zip({{"a", std::string(1000, 'x') + "y"}}, {.deflate = false});
  Recorder cut;
  EXPECT_EQ(unpacked(whole.substr(0, 500), cut).reason, ConvertReason::damaged);
  Recorder locked;
  EXPECT_EQ(unpacked(make_zip({{"a", "x"}}, {.deflate = false, .encrypted = true}), locked).status,
            ConvertStatus::converted);
  EXPECT_NE(locked.story.find("[is encrypted"), std::string::npos) << locked.story;
  Recorder none;
  const Unpacking foreign = unpacked("no archive at all", none);
  EXPECT_EQ(foreign.status, ConvertStatus::refused);
  EXPECT_EQ(none.story, "");
}

}  // namespace
}  // namespace hearim

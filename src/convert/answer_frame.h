// The answer of a job: frames of a type (1 byte), a size (4 bytes, little endian, at most
// kFrameBytesMax) and so many bytes. docs/formats/convert.md has the layout of each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hearim {

inline constexpr std::size_t kFrameHeaderBytes = 5;
inline constexpr std::size_t kFrameBytesMax = std::size_t{256} << 10;

enum class FrameType : std::uint8_t {
  format = 'F',
  encoding = 'L',
  remark = 'K',
  metadata = 'M',
  text = 'T',
  runs = 'R',
  edges = 'E',
  nodes = 'N',
  page = 'P',
  sheet = 'S',
  cells = 'C',
  attachment = 'A',  // followed by data and data_end
  entry = 'B',       // of an archive; followed by data and data_end if it is a file
  data = 'D',
  data_end = 'Z',
  outcome = 'Q',  // the last one
};

inline constexpr std::size_t kRunRecordBytes = 40;
inline constexpr std::size_t kCellRecordBytes = 20;
inline constexpr std::uint8_t kRunVertical = 1;
inline constexpr std::uint8_t kRunHasEdges = 2;
inline constexpr std::uint8_t kNoOcr = 255;

// Nodes stand in each other at most so deep in the map; what is deeper hangs under one node "…".
inline constexpr std::size_t kNodeDepthMax = 256;
inline constexpr std::uint32_t kRowMax = (1U << 24) - 1;
inline constexpr std::uint32_t kColumnMax = (1U << 16) - 1;

enum class MetadataKey : std::uint8_t { title, author, date, language, field };
inline constexpr int kMetadataKeyCount = 5;

}  // namespace hearim

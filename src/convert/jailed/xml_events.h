// XML of a package's part, event by event, by libxml2. No document type is accepted, so that there
// are no entities to expand and nothing to fetch; elements stand in each other 256 deep at most.
#pragma once

#include <string>
#include <string_view>

#include "convert/jailed/job.h"

namespace hearim {

struct XmlElement {
  std::string_view name;       // without prefix: "p"
  std::string_view full_name;  // as written: "w:p"
  const unsigned char** attributes = nullptr;
  int attribute_count = 0;

  // By the name without prefix; empty where it is not there. Holds during the event.
  std::string_view operator[](std::string_view attribute) const;
  bool has(std::string_view attribute) const;
};

class XmlEvents {
 public:
  virtual ~XmlEvents() = default;
  virtual void start(const XmlElement& element) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view utf8) = 0;
};

// Throws ConvertProblem(damaged) naming the part, after the events up to there.
void read_xml(std::string_view xml, std::string_view part, XmlEvents& events);

}  // namespace hearim

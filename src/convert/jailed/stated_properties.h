// What an office document states of itself in a part of its package: Dublin Core elements in both
// families, two of them under other names.
#pragma once

#include <string>
#include <string_view>

#include "convert/jailed/job.h"
#include "convert/jailed/stated_date.h"
#include "convert/jailed/xml_events.h"

namespace hearim {

struct PropertyNames {
  std::string_view author;  // "creator"
  std::string_view date;    // "created"
};

class StatedProperties : public XmlEvents {
 public:
  StatedProperties(AnswerWriter& out, const PropertyNames& names) : out_(out), names_(names) {}
  void start(const XmlElement&) override { value_.clear(); }
  void text(std::string_view utf8) override { value_ += utf8; }
  void end(std::string_view name) override {
    if (value_.find_first_not_of(" \r\n\t") == std::string::npos) return;
    out_.field(name, value_);
    if (name == "title") out_.metadata(MetadataKey::title, value_);
    if (name == names_.author) out_.metadata(MetadataKey::author, value_);
    if (name == "language") out_.metadata(MetadataKey::language, value_);
    if (name == names_.date)
      if (const std::string date = stated_date(value_); !date.empty())
        out_.metadata(MetadataKey::date, date);
    value_.clear();
  }

 private:
  AnswerWriter& out_;
  PropertyNames names_;
  std::string value_;
};

}  // namespace hearim

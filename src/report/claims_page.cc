#include "report/claims_page.h"

#include "base/version.h"
#include "report/claims_view.h"
#include "report/markup.h"
#include "report/number_text.h"
#include "report/page_style.h"
#include "report/quantity_words.h"

namespace hearim {
namespace {

std::string count_of(std::size_t count, std::string_view noun) {
  return counted(static_cast<std::int64_t>(count), noun);
}

class BoardPage {
 public:
  BoardPage(const ClaimBoard& board, std::span<const ClaimDocument> documents,
            std::span<const DocumentFacts> facts)
      : board_(board), documents_(documents), facts_(facts) {}

  std::string write() {
    const std::string title =
        count_of(documents_.size(), "document") + ", " +
        count_of(static_cast<std::size_t>(board_.independent_sources), "independent source");
    {
      Scope html(page_, "html", {{"xmlns", "http://www.w3.org/1999/xhtml"}, {"lang", "en"}});
      {
        Scope head(page_, "head");
        page_.leaf("meta", {{"charset", "utf-8"}});
        page_.leaf("meta", {{"http-equiv", "Content-Security-Policy"},
                            {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
        page_.leaf("meta",
                   {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
        page_.leaf("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
        page_.element("title", title);
        page_.style_sheet(page_style());
      }
      Scope body(page_, "body");
      write_header(title);
      {
        Scope main(page_, "main");
        write_lineages();
        write_claims();
        write_same("Accounts told in several documents", board_.testimonies);
        write_same("Words quoted in several documents", board_.quotes);
        write_names();
        write_making();
      }
      Scope footer(page_, "footer");
      page_.element("p",
                    "Everything on this page is a proposal of a program over what the documents "
                    "say. Nobody has judged here whether it is true.");
    }
    return "<!DOCTYPE html>\n" + page_.take() + "\n";
  }

 private:
  void write_header(const std::string& title) {
    Scope header(page_, "header");
    {
      Scope kicker(page_, "p", {{"class", "kicker"}});
      page_.element("b", "Who says so?").text(" Figures of several documents, by Hearim");
    }
    page_.element("h1", title);
    std::size_t conflicts = 0;
    for (const Claim& claim : board_.claims) conflicts += claim.agreement == Agreement::conflict;
    page_.element("p",
                  conflicts == 0
                      ? "No two figures of one matter exclude each other."
                      : count_of(conflicts, "matter") + " with figures that exclude each other.",
                  {{"class", "deck"}});
  }

  void put_documents(const std::vector<std::uint32_t>& list) {
    bool first = true;
    for (const std::uint32_t d : list) {
      if (!first) page_.text(", ");
      page_.name(documents_[d].name);
      first = false;
    }
  }

  void write_lineages() {
    for (const Lineage& lineage : board_.lineages) {
      Scope section(page_, "section");
      {
        Scope heading(page_, "h2");
        page_.text(count_of(lineage.documents.size(), "document") + " from one origin: ");
        page_.name(lineage.origin);
      }
      {
        Scope list(page_, "p", {{"class", "lead"}});
        put_documents(lineage.documents);
      }
      Scope evidence(page_, "ul");
      for (const LineageEvidence& piece : lineage.evidence) {
        Scope item(page_, "li");
        page_.text(sentence_start(std::string(evidence_phrase(piece.kind))) + ": ");
        page_.name(piece.what);
        if (piece.documents.size() == lineage.documents.size()) continue;
        page_.text(" (");
        put_documents(piece.documents);
        page_.text(")");
      }
    }
    const std::vector<std::uint32_t> alone = documents_alone(board_, documents_.size());
    if (alone.empty()) return;
    Scope section(page_, "section");
    page_.element("h2", alone.size() == 1 ? "By itself" : "Each by itself");
    Scope list(page_, "p");
    put_documents(alone);
  }

  static std::string verdict(const Claim& claim) {
    switch (claim.agreement) {
      case Agreement::conflict:
        return "Conflict";
      case Agreement::equal:
        return claim.pairs.empty() ? "Printed once" : "Equal";
      case Agreement::compatible:
        return "Compatible";
      case Agreement::not_comparable:
        return "Not comparable";
    }
    return "";
  }

  void write_claims() {
    std::vector<const Claim*> once;
    for (const Claim* claim : claims_in_order(board_)) {
      if (claim->statements.size() == 1) {
        once.push_back(claim);
        continue;
      }
      Scope section(page_, "section");
      {
        Scope heading(page_, "h2");
        page_.name(claim->about);
      }
      page_.element(
          "p",
          verdict(*claim) + ": " + count_of(claim->statements.size(), "printing") + ", " +
              count_of(static_cast<std::size_t>(claim->independent_sources), "independent source"),
          {{"class", "lead"}});
      write_table({claim});
      const auto pairs = telling_pairs(*claim);
      if (pairs.empty()) continue;
      Scope list(page_, "ul");
      for (const StatementPair* pair : pairs) {
        Scope item(page_, "li");
        page_.text((pair->agreement == Agreement::conflict ? "Conflict: " : "Not compared: ") +
                   pair->why + " (");
        page_.name(documents_[pair->a.document].name);
        if (pair->a.document == pair->b.document) {
          page_.text(", within it)");
        } else {
          page_.text(", ").name(documents_[pair->b.document].name).text(")");
        }
      }
    }
    if (once.empty()) return;
    Scope section(page_, "section");
    page_.element("h2", "Printed once");
    write_table(once);
  }

  void write_table(const std::vector<const Claim*>& claims) {
    Scope scroll(page_, "div", {{"class", "scroll"}});
    Scope table(page_, "table");
    {
      Scope head(page_, "thead");
      Scope row(page_, "tr");
      for (const char* name : {"Value", "Words", "Document", "Who says so"})
        page_.element("th", name, {{"scope", "col"}});
    }
    Scope body(page_, "tbody");
    for (const Claim* claim : claims)
      for (const ClaimStatement& statement : claim->statements) {
        const Quantity& q = quantity_at(documents_, statement.at);
        Scope row(page_, "tr");
        page_.element("td", quantity_words(q.value, q.unit));
        {
          Scope cell(page_, "td", {{"dir", "auto"}});
          page_.text(printed_words(documents_, statement.at));
          if (!q.caveat.empty())
            page_.leaf("br").element(
                "small", "caveat: " + text_at(documents_[statement.at.document].text, q.caveat));
        }
        {
          Scope cell(page_, "td");
          page_.name(documents_[statement.at.document].name);
          page_.text(" " + statement.at.annotation);
        }
        Scope cell(page_, "td");
        const std::string chain = chain_words(statement);
        page_.name(chain.empty() ? "nobody is named" : chain);
        if (claim->independent_sources > 1)
          page_.text(" [source " + std::to_string(statement.origin) + "]");
      }
  }

  void write_same(std::string_view heading, const std::vector<SameStatements>& groups) {
    if (groups.empty()) return;
    Scope section(page_, "section");
    page_.element("h2", heading);
    for (const SameStatements& group : groups) {
      page_.element("h4", group.id + ": " + group.why, {{"dir", "auto"}});
      Scope list(page_, "ul");
      for (const AnnotationRef& at : group.statements) {
        Scope item(page_, "li");
        page_.name(documents_[at.document].name).text(": ");
        page_.name(statement_words(documents_, at));
      }
    }
  }

  void write_names() {
    bool any = false;
    for (const ClaimEntity& entity : board_.entities) any = any || !different_names(entity).empty();
    if (!any) return;
    Scope section(page_, "section");
    page_.element("h2", "One by several names");
    Scope list(page_, "ul");
    for (const ClaimEntity& entity : board_.entities) {
      const std::vector<std::string> names = different_names(entity);
      if (names.empty()) continue;
      Scope item(page_, "li");
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) page_.text(" = ");
        page_.name(names[i]);
      }
    }
  }

  void write_making() {
    Scope section(page_, "section");
    page_.element("h2", "How this was made");
    page_.element(
        "p",
        "Figures are laid together where their words say the same of the same people, and "
        "compared by their intervals; an approximate one reaches 10 % beyond its ends. "
        "Documents that share speakers, cited works, accounts, figures or wording are one "
        "lineage and one source. Made by Hearim " +
            std::string(kVersion) + " from these files:");
    Scope list(page_, "ul", {{"class", "sources"}});
    for (std::size_t d = 0; d < documents_.size(); ++d) {
      Scope item(page_, "li");
      page_.name(documents_[d].name).text(", SHA-256 " + facts_[d].sha256);
    }
  }

  const ClaimBoard& board_;
  std::span<const ClaimDocument> documents_;
  std::span<const DocumentFacts> facts_;
  Markup page_;
};

}  // namespace

std::string claims_page(const ClaimBoard& board, std::span<const ClaimDocument> documents,
                        std::span<const DocumentFacts> facts) {
  return BoardPage(board, documents, facts).write();
}

}  // namespace hearim

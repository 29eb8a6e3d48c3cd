internal import ArgumentParser
internal import Foundation
internal import Storefront
internal import TenantStore

struct MatchBillsCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Compares the providers' bills of a day with the ledger.",
    discussion: """
      The day is the provider's, and its bill is ready at ten the next morning. What callbacks have \
      missed is taken over. Exits with 1 when bill and ledger differ; --kept shows what was found \
      before without asking anybody.
      """
  )

  @Option(help: ArgumentHelp("The day, 2026-11-28.", valueName: "day")) var date: String
  @Flag(help: "Show what was found before.") var kept = false
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let day = CalendarDate(iso: date) else {
      throw AdminError(.usage, "--date is no day; write it as 2026-11-28")
    }
    let matches = try await session.withShop(of: tenant.tenant, options) { shop in
      if kept { return try await shop.database.reading(shop.snapshot.id).billMatches(of: day) }
      do {
        return try await TenantAdminTool.paymentDesk
          .matchBills(of: day, for: shop.snapshot, in: shop.database)
      } catch let failure as ProviderFailure {
        throw AdminError(.unavailable, failure.description)
      } catch let failure as OutboundFailure {
        throw AdminError(.unavailable, failure.description)
      }
    }
    return try Report(
      ["matches": matches.map(ShownMatch.init)],
      text: Self.text(of: matches),
      status: matches.allSatisfy(\.differences.isEmpty) ? .success : .failure
    )
  }

  private static func text(of matches: [BillMatch]) -> String {
    guard !matches.isEmpty else { return "No provider of this shop gave a bill of that day." }
    return matches.map { match in
      let sum = "\(match.provider): \(match.agreed) of \(match.entries) movements agree"
      var table = Table("SUBJECT", "DIFFERENCE", "OURS>", "THEIRS>", "CURRENCY")
      for difference in match.differences {
        table.add(
          difference.subject,
          difference.kind.rawValue,
          difference.ours.map(String.init) ?? "-",
          difference.theirs.map(String.init) ?? "-",
          difference.currency
        )
      }
      return match.differences.isEmpty ? sum : sum + "\n\n" + table.text(ifEmpty: "")
    }.joined(separator: "\n\n")
  }
}

/// A match of a bill as scripts read it.
private struct ShownMatch: Encodable {
  struct Difference: Encodable {
    let subject: String
    let kind: String
    let ours: Int64?
    let theirs: Int64?
    let currency: String
    let reference: String?
  }

  let provider: String
  let day: String
  let entries: Int
  let agreed: Int
  let differences: [Difference]

  init(_ match: BillMatch) {
    provider = match.provider
    day = match.day.description
    entries = match.entries
    agreed = match.agreed
    differences = match.differences.map { difference in
      Difference(
        subject: difference.subject,
        kind: difference.kind.rawValue,
        ours: difference.ours,
        theirs: difference.theirs,
        currency: difference.currency,
        reference: difference.reference
      )
    }
  }
}

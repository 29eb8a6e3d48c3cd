internal import ArgumentParser
internal import Flows
internal import Foundation
internal import Recommend
internal import TenantStore

struct AudienceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audiences",
    abstract:
      "Chooses people by what they do, leaves some alone, and tells what reaching them brought.",
    subcommands: [
      ListAudiencesCommand.self, DraftAudienceCommand.self, StartAudienceCommand.self,
    ]
  )
}

/// An audience as a script reads it.
private struct ShownAudience: Encodable {
  let id: String
  let name: String
  let startedAt: Date?
  let people: Int
  let held: Int
  let buyers: Int?
  let heldBuyers: Int?
  let uplift: Double?
  let upliftBounds: [Double]?
  let costPerBuyer: Double?

  init(_ audience: Audience, _ size: AudienceSize?, _ uplift: Uplift?) {
    id = audience.id.description
    name = audience.name
    startedAt = audience.startedAt
    people = size?.people ?? (uplift?.reached.people ?? 0) + (uplift?.held.people ?? 0)
    held = size?.held ?? uplift?.held.people ?? 0
    buyers = uplift?.reached.buyers
    heldBuyers = uplift?.held.buyers
    self.uplift = uplift?.difference
    upliftBounds = uplift.map { [$0.bounds.lowerBound, $0.bounds.upperBound] }
    costPerBuyer = uplift?.costPerBuyer(Double(audience.cost))?.value
  }
}

struct ListAudiencesCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists audiences with their size, or what reaching them brought."
  )

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let shown = try await session.withRecommendations(of: tenant.tenant, options) {
      database,
      snapshot in
      let scope = database.reading(snapshot.id)
      var shown: [ShownAudience] = []
      for audience in try await scope.audiences() {
        let isDraft = audience.startedAt == nil
        let size =
          isDraft
          ? try await Recommender(ports: .storefront).size(of: audience, snapshot, scope) : nil
        shown.append(ShownAudience(audience, size, try await scope.uplift(of: audience)))
      }
      return shown
    }
    var table = Table("ID", "NAME", "STARTED", "PEOPLE>", "HELD>", "BUYERS>", "UPLIFT>")
    for audience in shown {
      let bounds = audience.upliftBounds.map { ends in
        ends.map { AskInsightCommand.text($0 * 100) }.joined(separator: " to ") + " %"
      }
      table.add(
        audience.id,
        audience.name,
        audience.startedAt.map(ShownTime.text) ?? "draft",
        "\(audience.people)",
        "\(audience.held)",
        audience.buyers.map { "\($0)" } ?? "",
        bounds ?? ""
      )
    }
    return try Report(shown, text: table.text(ifEmpty: "No audiences yet."))
  }
}

struct DraftAudienceCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "draft",
    abstract: "Makes an audience whose people change from day to day until it is started."
  )

  @Argument(help: "Its name.") var name: String
  @Option(help: "Who bought in this category; several are either.") var bought: [String] = []
  @Option(help: "Who bought nothing in this category.") var notBought: [String] = []
  @Option(help: "Days back in which that counts, 1 to 730.") var days = 90
  @Option(help: "A child's age in months, from.") var from: Int?
  @Option(help: "A child's age in months, below.") var to: Int?
  @Option(help: "Who did nothing for so many days.") var quietDays = 0
  @Option(help: "How many of a hundred are left alone, 0 to 50.") var holdout = 10
  @Option(help: "What reaching the others costs, in minor units.") var cost: Int64 = 0
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let actor = session.actor
    let rule = AudienceRule(
      bought: bought,
      notBought: notBought,
      days: days,
      ages: AgeSpan(from: from, to: to),
      quietDays: quietDays
    )
    let (audience, size) = try await session.withRecommendations(of: tenant.tenant, options) {
      database,
      snapshot in
      let recommender = Recommender(ports: .storefront)
      let audience = try await database.transaction(for: snapshot.id) {
        try await recommender.draftAudience(
          name,
          rule,
          holdoutPercent: holdout,
          cost: cost,
          by: actor,
          in: $0
        )
      }
      let scope = database.reading(snapshot.id)
      return (audience, try await recommender.size(of: audience, snapshot, scope))
    }
    return try Report(
      ShownAudience(audience, size, nil),
      text: """
        \(audience.id): \(size.people) of \(size.known) people today, \(size.held) of them left \
        alone. Start it to fix them.
        """
    )
  }
}

struct StartAudienceCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Fixes who belongs to an audience and lists whom to reach; again lists the same."
  )

  @Argument(help: "The audience, as list names it.") var audience: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let id = AudienceID(audience) else {
      throw AdminError(.usage, "\(audience) names no audience; recommend audiences list shows them")
    }
    let actor = session.actor
    let people = try await session.withRecommendations(of: tenant.tenant, options) {
      database,
      snapshot in
      try await database.transaction(for: snapshot.id) {
        try await Recommender(ports: .storefront)
          .startAudience(id, by: actor, snapshot, in: $0)
      }
      return try await database.reading(snapshot.id).reachedPeople(of: id)
    }
    let names = people.map(\.description)
    return try Report(["people": names], text: names.joined(separator: "\n"))
  }
}

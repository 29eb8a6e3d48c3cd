internal import ArgumentParser
internal import Storefront
internal import TenantStore

/// An evaluation as a script reads it.
private struct ShownExpert: Encodable {
  let id: String
}

struct AddExpertCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "add-expert",
    abstract: "Adds what an expert has published of a product; it is shown apart from reviews."
  )

  @Argument(help: "The product's short name.") var product: String
  @Option(help: "Who says it.") var author: String
  @Option(help: "What makes the author an expert.") var credential: String
  @Option(help: "What is said.") var text: String
  @Option(help: "Where it was published, an address that begins with https://.") var source: String
  @Option(help: ArgumentHelp("When it was published.", valueName: "yyyy-mm-dd")) var date: String
  @Option(
    help: Choice.help("What the author has of it", ExpertInterest.self),
    transform: Choice.one
  )
  var interest: ExpertInterest
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let day = CalendarDate(iso: date) else {
      throw AdminError(.usage, "--date \(date) is no day such as 2026-01-31")
    }
    let form = ExpertForm(
      product: product,
      author: author,
      credential: credential,
      text: text,
      source: source,
      date: day,
      interest: interest
    )
    let actor = session.actor
    let id = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await Shop()
          .addExpertEvaluation(form, for: shop.snapshot, by: actor, in: transaction)
      }
    }
    return try Report(ShownExpert(id: id.description), text: id.description)
  }
}

struct RemoveExpertCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove-expert",
    abstract: "Takes what an expert says off its product."
  )

  @Argument(help: "The evaluation's id.") var id: String
  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    guard let id = ExpertID(id) else { throw StorefrontRefusal(.expertNotFound) }
    let actor = session.actor
    try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await Shop().removeExpertEvaluation(id, by: actor, in: transaction)
      }
    }
    return try Report(ShownExpert(id: id.description), text: "\(id) is removed.")
  }
}

internal import ArgumentParser
internal import Storefront
internal import TenantStore

struct PromotionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promotions",
    abstract: "Shows a tenant's promotions and their codes; promotions.csv says what they are.",
    subcommands: [
      PromotionsListCommand.self, PreviewPromotionsCommand.self, PromotionCodesCommand.self,
    ]
  )
}

struct PromotionsListCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists promotions with what has been used of their limits, running ones first."
  )

  @OptionGroup var tenant: TenantOption
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let (found, snapshot) = try await session.withShop(of: tenant.tenant, options) { shop in
      (try await shop.database.reading(shop.snapshot.id).promotions(), shop.snapshot)
    }
    let shown = found.map { ShownPromotion($0, snapshot) }
    var table = Table("PROMOTION", "STATE", "FROM", "UNTIL", "CODE", "USES>", "GIVEN>", "NAME")
    for promotion in shown {
      table.add(
        promotion.promotion,
        promotion.state,
        promotion.starts ?? "",
        promotion.ends ?? "",
        promotion.needsCode ? "yes" : "no",
        Self.share(promotion.uses, promotion.usesLimit),
        promotion.given.text,
        promotion.name
      )
    }
    return try Report(shown, text: table.text(ifEmpty: "No promotions."))
  }

  private static func share(_ used: Int, _ limit: Int?) -> String {
    limit.map { "\(used)/\($0)" } ?? "\(used)"
  }
}

/// A promotion as scripts and people read it.
struct ShownPromotion: Encodable {
  let promotion: String
  let name: String
  let state: String
  let starts: String?
  let ends: String?
  let needsCode: Bool
  let uses: Int
  let usesLimit: Int?
  let given: ShownMoney
  let budget: ShownMoney?
  let pieces: Int
  let piecesLimit: Int?

  init(_ promotion: PromotionSummary, _ tenant: TenantSnapshot) {
    func money(_ units: Int64) -> ShownMoney {
      ShownMoney(Money(minorUnits: units, currency: tenant.currency))
    }
    self.promotion = promotion.code
    name = promotion.name.text(in: tenant.locales)
    state = promotion.state.rawValue
    starts = promotion.starts.map(ShownTime.text)
    ends = promotion.ends.map(ShownTime.text)
    needsCode = promotion.needsCode
    uses = promotion.uses
    usesLimit = promotion.usesLimit
    given = money(promotion.moneySpent)
    budget = promotion.moneyLimit.map(money)
    pieces = promotion.piecesSold
    piecesLimit = promotion.piecesLimit
  }
}

struct PromotionCodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "codes",
    abstract: "Generates and exports the codes of a promotion.",
    subcommands: [GenerateCodesCommand.self, ExportCodesCommand.self]
  )
}

struct GenerateCodesCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Generates codes, each for one order, and prints them."
  )

  @OptionGroup var tenant: TenantOption
  @Argument(help: "The promotion's short name, as in promotions.csv.")
  var promotion: String
  @Option(help: "How many codes, 1 to 10000.")
  var count = 100
  @Option(help: "What each code begins with: at most 16 of A-Z, 0-9 and hyphens.")
  var prefix = ""
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let codes = try await session.withShop(of: tenant.tenant, options) { shop in
      try await shop.database.transaction(for: shop.snapshot.id) { transaction in
        try await Shop().generateCodes(
          count,
          of: promotion,
          prefix: prefix,
          by: session.actor,
          in: transaction
        )
      }
    }
    return try Report(codes, text: codes.joined(separator: "\n"))
  }
}

struct ExportCodesCommand: AdminCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Prints the codes of a promotion with how often they were used, as CSV."
  )

  private struct ShownCode: Encodable {
    let code: String
    let uses: Int
    let usesLimit: Int?
  }

  @OptionGroup var tenant: TenantOption
  @Argument(help: "The promotion's short name, as in promotions.csv.")
  var promotion: String
  @OptionGroup var options: CommonOptions

  func run(in session: AdminSession) async throws -> Report {
    let codes = try await session.withShop(of: tenant.tenant, options) { shop in
      let scope = shop.database.reading(shop.snapshot.id)
      var codes: [PromotionCode] = []
      var page: [PromotionCode]
      repeat {
        page = try await scope.promotionCodes(of: promotion, after: codes.last?.code)
        codes += page
      } while !page.isEmpty
      return codes
    }
    let lines = codes.map { "\($0.code),\($0.uses),\($0.usesLimit.map(String.init) ?? "")" }
    return try Report(
      codes.map { ShownCode(code: $0.code, uses: $0.uses, usesLimit: $0.usesLimit) },
      text: (["code,uses,uses_limit"] + lines).joined(separator: "\n")
    )
  }
}

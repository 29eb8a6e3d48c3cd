internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The rows of a page as its template shows them, each product with its reason.
struct RowsView {
  /// With fewer products a row of the home page says nothing.
  private static let fewestAtHome = 3
  /// The ages of a child that can be named, in months; before birth as one.
  static let ages = [-3] + Array(0...12) + [15, 18, 21, 24, 30, 36, 48, 60]

  private let frame: PageFrame
  private let proposal: ShopRows.Proposal
  private let isHome: Bool
  private let cards: [ProductID: ProductCard]

  /// On what the cards of a row depend besides the shop.
  private struct Wanted: Hashable {
    let products: [ProductID]
    let languages: [LanguageTag]
  }

  /// The cards of rows that were shown just now, as the shelf below a product has them.
  private static let recent = RecentMemo<Wanted, [ProductCard]>(lifetime: 10, capacity: 1_000)

  /// Reads the cards of what is proposed and of what the reasons speak of; nothing where nobody
  /// proposes.
  ///
  /// They are ten seconds old at most; what the visitor pays less than others is read each time.
  static func of(
    _ proposal: ShopRows.Proposal?,
    at place: ShopRows.Place,
    _ frame: PageFrame,
    _ shop: Shop
  ) async throws -> Self? {
    guard let proposal else { return nil }
    var frame = frame
    let entries = proposal.rows.flatMap(\.entries)
    let ids = Set(entries.map(\.product) + entries.compactMap(\.reason.other)).sorted()
    let found = try await cards(ids, frame)
    frame.levelPrices = try await shop.levelPrices(
      ofProducts: found.map(\.id),
      session: frame.request.session(),
      for: frame.request.tenant,
      in: frame.request.scope
    )
    return Self(
      frame: frame,
      proposal: proposal,
      isHome: place == .home,
      cards: Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    )
  }

  private static func cards(_ ids: [ProductID], _ frame: PageFrame) async throws -> [ProductCard] {
    let request = frame.request
    let wanted = Wanted(products: ids, languages: request.locales)
    if let known = recent.value(of: wanted, for: request.tenant, at: request.now) { return known }
    let found = try await request.scope.productCards(ids, in: frame.shopView)
    recent.keep(found, of: wanted, for: request.tenant, at: request.now)
    return found
  }

  private var texts: LocalTexts { frame.texts }

  /// Whether one of the rows is about that and shows something.
  func shows(_ subject: ProductRow.Subject) -> Bool { rows.contains { $0.subject == subject } }

  /// What the template `rows` shows.
  func view() throws -> View {
    let shown = rows
    return [
      "list": try shown.enumerated().map { try row($1, number: $0) },
      "settings": shown.isEmpty ? nil : frame.request.url(proposal.settings),
      "ask": isHome ? proposal.ask.map(ask) : nil,
      "hasServices": !proposal.services.isEmpty, "services": proposal.services.map(service),
      "arrival": proposal.arrival.map {
        ["path": frame.request.url($0), "token": frame.request.formToken] as View
      },
    ]
  }

  private func service(_ offer: ShopRows.ServiceOffer) -> View {
    [
      "name": offer.name, "about": offer.about.isEmpty ? nil : offer.about,
      "action": frame.request.url(offer.path), "key": frame.request.makeIdempotencyKey(),
      "token": frame.request.formToken.isEmpty ? nil : frame.request.formToken,
    ]
  }

  /// What the page's script tells when the product is looked at; nothing where nothing is kept.
  func note(_ product: ProductID) -> View? {
    proposal.note.map {
      [
        "path": frame.request.url($0), "product": product.description,
        "token": frame.request.formToken,
      ]
    }
  }

  private var rows: [ProductRow] {
    proposal.rows.compactMap { row in
      let entries = row.entries.filter { cards[$0.product] != nil }
      guard entries.count >= (isHome ? Self.fewestAtHome : 1) else { return nil }
      return ProductRow(row.subject, entries)
    }
  }

  private func row(_ row: ProductRow, number: Int) throws -> View {
    [
      "id": "row-\(number)", "title": title(row.subject), "seen": seen(row),
      "comparison": about(row.subject),
      "products": try row.entries.compactMap { entry in
        try cards[entry.product].map { try frame.cardView($0, because: words(entry.reason)) }
      },
    ]
  }

  /// What the page's script tells when the row is seen; nothing where nothing is kept.
  private func seen(_ row: ProductRow) -> View? {
    let sources = row.entries.compactMap(\.source)
    guard let path = proposal.seen, !sources.isEmpty else { return nil }
    return [
      "path": frame.request.url(path), "shown": sources.joined(separator: " "),
      "token": frame.request.formToken,
    ]
  }

  private func ask(_ path: String) -> View {
    [
      "action": frame.request.url(path), "key": frame.request.makeIdempotencyKey(),
      "token": frame.request.formToken.isEmpty ? nil : frame.request.formToken,
      "ages": Self.ages.map { ["value": "\($0)", "name": AgeWords.age($0, texts)] as View },
    ]
  }

  private func title(_ subject: ProductRow.Subject) -> String {
    switch subject {
    case .boughtTogether: texts["rows.boughtTogether"]
    case .goodValue: texts["rows.goodValue.title"]
    case .scenario(let scenario): texts["rows.scenario.\(scenario.rawValue)"]
    case .pack(let name, let price):
      texts[
        "rows.pack",
        ["name": name.text(in: frame.request.locales), "price": money(price)]
      ]
    case .similar: texts["product.related"]
    case .forYou: texts["rows.forYou"]
    case .dueSoon: texts["rows.dueSoon"]
    case .forAge(let months) where months < 0: texts["rows.forPregnancy"]
    case .forAge(let months): texts["rows.forAge", ["age": AgeWords.age(months, texts)]]
    case .growthKit(let months, let price):
      texts[
        "rows.growthKit",
        ["age": AgeWords.age(months, texts), "price": money(price)]
      ]
    case .popular: texts["rows.popular"]
    }
  }

  private func money(_ amount: Int64) -> String {
    Money(minorUnits: amount, currency: frame.request.tenant.currency)
      .text(in: frame.request.locale)
  }

  /// Why, in the visitor's language; nothing where the row says it or the other product is gone.
  private func words(_ reason: ProductRow.Reason) -> String? {
    switch reason {
    case .obvious: return nil
    case .value(let value): return values.line(value)
    case .scenario(let scenario):
      return texts["rows.reason.scenario", ["name": texts["rows.scenario.\(scenario.rawValue)"]]]
    case .persona(let isChosen, let signs, let things):
      return isChosen
        ? texts["rows.reason.pack.chosen"]
        : texts["rows.reason.pack.signs", ["signs": "\(signs)", "things": "\(things)"]]
    case .boughtTogether(let other): return about(other, "rows.reason.together")
    case .because(let deed, let other): return about(other, "rows.reason.\(deed.rawValue)")
    case .alike(let deed, let other): return about(other, "rows.reason.alike.\(deed.rawValue)")
    case .due(let category):
      return name(of: category).map { texts["rows.reason.due", ["category": $0]] }
    case .age(let months):
      let key = months < 0 ? "rows.reason.pregnancy" : "rows.reason.age"
      return texts[key, ["age": AgeWords.age(months, texts)]]
    case .advised(let months, let source):
      return texts[
        "rows.reason.advised",
        ["age": AgeWords.age(months, texts), "source": source]
      ]
    case .popular: return texts["rows.reason.popular"]
    case .discovery: return texts["rows.reason.discovery"]
    }
  }

  /// How the product of the page stands in a comparison, and what is compared.
  private func about(_ subject: ProductRow.Subject) -> String? {
    guard case .goodValue(let own) = subject else { return nil }
    let line = own.map { texts["rows.goodValue.own", ["parts": values.line($0)]] }
    return [texts["rows.goodValue.text"], line].compactMap(\.self).joined(separator: " ")
  }

  private var values: ValueWords {
    ValueWords(texts: texts, tenant: frame.request.tenant, locale: frame.request.locale)
  }

  private func about(_ product: ProductID, _ key: String) -> String? {
    cards[product].map { texts[key, ["name": $0.name]] }
  }

  private func name(of category: String) -> String? {
    frame.categories.flatMap { [$0] + $0.children }.first { $0.slug == category }?.name
  }
}

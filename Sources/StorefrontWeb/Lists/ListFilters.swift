internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What stands around the products of a list: what was understood, what is chosen, what can be.
extension ListView {
  /// How many values of a facet are shown, besides those chosen.
  private static let valuesShown = 12

  /// What can be chosen, with the counts; the same on every page of the list.
  var filters: View {
    let bands = bands
    return [
      "action": frame.request.url("/products"), "kept": kept, "stages": stages,
      "categories": categories, "facets": facetViews, "bands": bands, "hasBands": !bands.isEmpty,
      "priceLegend": texts["filter.price", ["currency": frame.request.tenant.currency.code]],
      "minimum": asked.minimum?.decimal, "maximum": asked.maximum?.decimal,
      "inStock": asked.inStock, "inStockCount": "\(facets.inStock)",
    ]
  }

  var chips: [View] {
    var chips: [View] = []
    func add(_ text: String?, _ change: (inout ListRequest) -> Void) {
      guard let text else { return }
      chips.append(["text": text, "href": url(asked.with(change))])
    }
    add(asked.text.isEmpty ? nil : asked.text) { $0.text = "" }
    add(chosenCollection.map { frame.local($0.name) }) { $0.collection = nil }
    add(path.last?.name) { $0.category = nil }
    add(chosenStage.map { frame.local($0.name) }) { $0.stage = nil }
    for (facet, _) in ListRequest.manyValued {
      for value in asked.chosen[facet] ?? [] {
        add(value) { $0.chosen[facet]?.removeAll { $0 == value } }
      }
    }
    add(priceChip) {
      $0.minimum = nil
      $0.maximum = nil
    }
    add(asked.inStock ? texts["filter.inStock"] : nil) { $0.inStock = false }
    return chips
  }

  private var priceChip: String? { priceWords(asked.minimum, asked.maximum) }

  private func priceWords(_ least: Money?, _ most: Money?) -> String? {
    switch (least.map(shown), most.map(shown)) {
    case (nil, nil): nil
    case (let least?, nil): "≥ \(least)"
    case (nil, let most?): "≤ \(most)"
    case (let least?, let most?): "\(least) – \(most)"
    }
  }

  private func shown(_ amount: Money) -> String { texts.money(amount) }

  /// What was understood otherwise than it was typed, and what was not found.
  var notes: [View] {
    guard let search = page.search else { return [] }
    let readings = search.readings.prefix(4).map { reading -> View in
      let values: KeyValuePairs = [
        "typed": reading.typed, "meant": reading.meant.joined(separator: texts["search.or"]),
      ]
      return ["text": texts["search.\(reading.kind.rawValue)", values]]
    }
    guard !search.missing.isEmpty else { return readings }
    let words = search.missing.joined(separator: " ")
    let key = page.items.isEmpty ? "search.unknown" : "search.missing"
    return readings + [["text": texts[key, ["words": words]]]]
  }

  /// What the filter form keeps of the address beside its own fields.
  var kept: [View] {
    let sort = asked.sort == asked.usualSort ? nil : asked.sort.rawValue
    let kept = [
      ("q", asked.text.isEmpty ? nil : asked.text), ("collection", asked.collection),
      ("sort", sort),
    ]
    return kept.compactMap { name, value in value.map { ["name": name, "value": $0] } }
  }

  private func choice(_ name: String, _ value: String, isChosen: Bool, count: Int? = nil) -> View {
    [
      "name": name, "value": value, "isChosen": isChosen,
      "count": count.map { $0 >= ProductFacets.ceiling ? "\($0)+" : "\($0)" },
    ]
  }

  var stages: [View] {
    let none = choice(texts["filter.anyStage"], "", isChosen: chosenStage == nil)
    return [none]
      + frame.settings.stages.map {
        choice(
          frame.local($0.name),
          $0.code,
          isChosen: $0.code == asked.stage,
          count: min(facets.count(for: $0.ages), ProductFacets.ceiling)
        )
      }
  }

  var categories: [View] {
    let counts = Dictionary(
      (facets.values[.category] ?? []).map { ($0.name, $0.count) },
      uniquingKeysWith: { first, _ in first }
    )
    func named(_ name: String, _ slug: String) -> View {
      let count = counts[slug].map { " (\($0))" } ?? ""
      return choice(name + count, slug, isChosen: slug == asked.category)
    }
    let none = choice(texts["filter.anyCategory"], "", isChosen: path.isEmpty)
    return [none]
      + frame.categories.flatMap { category in
        [named(category.name, category.slug)]
          + category.children.map { named("\u{2003}\($0.name)", $0.slug) }
      }
  }

  /// The facets of which several values can be chosen; what is chosen is always among them.
  var facetViews: [View] {
    ListRequest.manyValued.compactMap { facet, field in
      let chosen = asked.chosen[facet] ?? []
      let values = facets.values[facet] ?? []
      let shown = values.enumerated().filter { $0 < Self.valuesShown || chosen.contains($1.name) }
        .map(\.1)
      let lost = chosen.filter { name in !values.contains { $0.name == name } }
      guard values.count > 1 || !chosen.isEmpty else { return nil }
      let choices =
        shown.map {
          choice($0.name, $0.name, isChosen: chosen.contains($0.name), count: $0.count)
        } + lost.map { choice($0, $0, isChosen: true, count: 0) }
      return ["legend": texts["filter.\(field)"], "field": field, "values": choices]
    }
  }

  var bands: [View] {
    guard facets.prices.count > 1 || asked.minimum != nil || asked.maximum != nil else { return [] }
    let currency = frame.request.tenant.currency
    return facets.prices.map { band in
      let from = band.from.map { Money(minorUnits: $0, currency: currency) }
      let last = band.to.map { Money(minorUnits: $0, currency: currency) }
      return [
        "text": priceWords(from, last), "count": "\(band.count)",
        "isChosen": asked.minimum == from && asked.maximum == last,
        "href": url(
          asked.with {
            $0.minimum = from
            $0.maximum = last
          }
        ),
      ]
    }
  }

  var sorts: [View] {
    ProductSort.allCases.filter { $0 != .relevance || !asked.text.isEmpty }.map { sort in
      [
        "name": texts["sort.\(Self.sortKey(sort))"], "isChosen": sort == asked.sort,
        "href": url(asked.with { $0.sort = sort }),
      ]
    }
  }

  private static func sortKey(_ sort: ProductSort) -> String {
    switch sort {
    case .relevance: "relevance"
    case .newest: "newest"
    case .popular: "popular"
    case .priceUp: "priceUp"
    case .priceDown: "priceDown"
    }
  }

  var suggestions: [View] {
    frame.categories.map { ["name": $0.name, "href": frame.categoryURL($0.slug)] }
  }
}

public import TenantStore

extension StorefrontSettings {
  /// Everything that is wrong with the values.
  public func problems(in document: TenantDocument) -> [SettingsProblem] {
    accentProblems + freightProblems(document) + taxProblems + stageProblems
      + paymentProblems(document) + demandProblems + synonymProblems
      + collectionProblems(document) + textProblems(document)
      + orderProblems(document) + returnProblems + reviewProblems + shelfLifeProblems
      + deskProblems(document) + earlySaleProblems(document)
  }

  private var accentProblems: [SettingsProblem] {
    guard let ratio = ContrastRule.ratioOnWhite(accent) else {
      return [problem(["accent"], "must be a colour such as \"#c2410c\"")]
    }
    guard ratio < ContrastRule.minimum else { return [] }
    let shown = "\(Int(ratio * 10) / 10).\(Int(ratio * 10) % 10)"
    return [
      problem(["accent"], "has a contrast of \(shown):1 on white; choose a darker one, 4.5:1")
    ]
  }

  private func freightProblems(_ document: TenantDocument) -> [SettingsProblem] {
    guard let currency = Currency(code: document.currency) else { return [] }
    return freightTemplateProblems(currency)
      + [("flat", freight.flat), ("freeOver", freight.freeOver)].compactMap { key, text in
        guard let text else { return nil }
        do throws(MoneyError) {
          let amount = try Money(decimal: text, currency: currency)
          guard amount.minorUnits < 0 else { return nil }
          return problem(["freight", key], "must not be negative")
        } catch {
          return problem(["freight", key], error.description)
        }
      }
  }

  private var taxProblems: [SettingsProblem] {
    var rates = (tax?.categories ?? [:]).sorted { $0.key < $1.key }
      .map { (["tax", "categories", $0.key], $0.value) }
    if let rate = tax?.rate { rates.append((["tax", "rate"], rate)) }
    return rates.compactMap { path, text in
      guard PercentRule.basisPoints(text) == nil else { return nil }
      return problem(path, "must be a percentage from 0 to 100 such as \"13\"")
    }
  }

  private var stageProblems: [SettingsProblem] {
    var problems: [SettingsProblem] = []
    var seen: Set<String> = []
    for (index, stage) in stages.enumerated() {
      let path = ["stages", "\(index)"]
      if !SlugRule.isSlug(stage.code) {
        problems.append(problem(path + ["code"], SlugRule.remedy))
      }
      if !seen.insert(stage.code).inserted {
        problems.append(problem(path + ["code"], "stands twice; give each stage its own"))
      }
      if stage.from >= stage.to {
        problems.append(problem(path + ["to"], "must be greater than \"from\""))
      }
    }
    return problems
  }

  private func paymentProblems(_ document: TenantDocument) -> [SettingsProblem] {
    guard !payments.isEmpty else {
      return [problem(["payments"], "needs at least one way to pay")]
    }
    var problems: [SettingsProblem] = []
    var seen: Set<String> = []
    for (index, method) in payments.enumerated() {
      let path = ["payments", "\(index)"]
      if !seen.insert(method.provider).inserted {
        problems.append(problem(path + ["provider"], "stands twice; name each provider once"))
      }
      guard let provider = Shop.knownProviders.first(where: { $0.code == method.provider }) else {
        let known = Shop.knownProviders.map(\.code).sorted().joined(separator: ", ")
        problems.append(problem(path + ["provider"], "must be one of \(known)"))
        continue
      }
      if let missing = provider.lacks(method) {
        problems.append(problem(path + [missing], "is missing; shoppers need it to pay"))
      }
      if let taken = (provider as? any OnlinePaymentProvider)?.currencies,
        !taken.contains(document.currency)
      {
        let list = taken.sorted().joined(separator: ", ")
        problems.append(problem(path + ["provider"], "takes \(list), not \(document.currency)"))
      }
    }
    return problems
  }

  private func collectionProblems(_ document: TenantDocument) -> [SettingsProblem] {
    var seen: Set<String> = []
    return (collections ?? []).enumerated().flatMap { index, collection in
      let own = collection.problems(stages: stages, currency: Currency(code: document.currency))
      let twice =
        seen.insert(collection.slug).inserted
        ? [] : [("slug", "stands twice; give each collection its own")]
      return (own + twice).map { problem(["collections", "\(index)", $0.0], $0.1) }
    }
  }

  private var synonymProblems: [SettingsProblem] {
    let sets = synonyms ?? []
    let tooMany = sets.count > 200 ? [problem(["synonyms"], "has more than 200 sets")] : []
    return tooMany
      + sets.enumerated().compactMap { index, names in
        let isFound = names.allSatisfy { !SearchTermRule.queryTerms($0).isEmpty }
        guard !(2...12).contains(names.count) || !isFound else { return nil }
        return problem(["synonyms", "\(index)"], "must be two to twelve names, each with letters")
      }
  }

  private var demandProblems: [SettingsProblem] {
    (demands ?? [:]).sorted { $0.key < $1.key }.flatMap { category, columns in
      columns.enumerated().compactMap { index, column in
        guard !CatalogueColumns.demandable.contains(column) else { return nil }
        let known = CatalogueColumns.demandable.joined(separator: ", ")
        return problem(["demands", category, "\(index)"], "must be one of \(known)")
      }
    }
  }

  private func textProblems(_ document: TenantDocument) -> [SettingsProblem] {
    guard let first = document.locales.first else { return [] }
    var texts: [([String], LocalizedText)] = [(["tagline"], tagline)]
    texts += stages.enumerated().map { (["stages", "\($0)", "name"], $1.name) }
    texts += payments.enumerated().map { (["payments", "\($0)", "name"], $1.name) }
    return texts.compactMap { path, text in
      guard text.texts[first]?.isEmpty ?? true else { return nil }
      return problem(path, "has no text in the default language \(first)")
    }
  }

  private func problem(_ path: [String], _ message: String) -> SettingsProblem {
    SettingsProblem(path: path, message: message)
  }
}

/// Rows that follow from what a visitor chose.
extension RowDrafting {
  /// What serves the situation that was chosen, the most taken first.
  func serves(_ scenario: Scenario, _ isOpen: (Int) -> Bool) -> RowDraft {
    let places = serving.compactMap { shop.place(of: $0) }.filter(isOpen).sorted()
    return RowDraft(
      subject: .scenario(scenario),
      entries: places.prefix(limit).map { entry($0, .scenario(scenario)) }
    )
  }

  /// The pack that fits, of what is taken most in each slot; nil where none does.
  func pack(_ isOpen: (Int) -> Bool) -> RowDraft? {
    let deeds = history.compactMap { entry in
      shop.place(of: entry.item).map { (item: shop.item($0), deed: entry.deed) }
    }
    guard let match = visitor.wishes.persona.match(deeds, packs),
      let pack = packs.first(where: { $0.code == match.code })
    else { return nil }
    let places = pack.slots.flatMap { slot in
      shop.places(under: slot.categories, count: Self.perSlot, where: isOpen)
    }
    return RowDraft(
      subject: .pack(code: pack.code, name: pack.name, price: 0),
      entries: Set(places).sorted().map { entry($0, .persona(match)) },
      kit: RowDraft.Kit(slots: pack.slots, budget: pack.budget, months: visitor.ages.first)
    )
  }
}

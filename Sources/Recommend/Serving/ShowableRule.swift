/// Which items may be proposed to somebody, before anything is ranked.
///
/// 1. What cannot be had is not proposed.
/// 2. Age and allergies are hard constraints: an item fits when it is made for the age of one of the
///    children at least, and contains nothing that they do not bear.
/// 3. Medicines are never proposed: somebody must ask for them.
/// 4. Nothing that stands for breast milk is proposed for the first twelve months, to whomever it is:
///    China's Advertising Law, article 20; the International Code of Marketing of Breast-milk
///    Substitutes, article 5; in the European Union Regulation 2016/127, article 10. What begins at
///    twelve months or later may be proposed for a child of that age, which must be known.
/// 5. What the visitor's market does not take is not proposed there: what is sold in other markets only,
///    what has no label in a language of the market, what is of a category that is not served, and what is
///    not certified as the market or the visitor demands of its category.
package enum ShowableRule {
  /// The month from which a substitute for breast milk may be proposed.
  package static let substitutesFrom = 12

  package static func isShowable(_ item: CatalogueItem, to visitor: Visitor) -> Bool {
    guard item.isAvailable, item.allergens.isDisjoint(with: visitor.allergies) else { return false }
    guard visitor.ages.isEmpty || visitor.ages.contains(where: item.ages.contains) else {
      return false
    }
    guard visitor.market.map({ item.labels?.areSold(in: $0) ?? true }) ?? true,
      visitor.region?.takes(item) ?? true,
      visitor.requirements.allSatisfy({ $0.isMet(by: item) })
    else { return false }
    switch item.restriction {
    case .none: return true
    case .medicine: return false
    case .breastMilkSubstitute:
      return (item.ages.from ?? 0) >= substitutesFrom && !visitor.ages.isEmpty
        && visitor.ages.allSatisfy { $0 >= substitutesFrom }
    }
  }
}

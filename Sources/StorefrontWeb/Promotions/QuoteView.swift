internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// Which promotions a cart has, and what is missing for others.
struct QuoteView {
  let frame: PageFrame
  let quote: Quote

  private var texts: LocalTexts { frame.texts }

  var view: View {
    let told = quote.refused.filter(isWorthSaying)
    return [
      "isShown": !quote.applied.isEmpty || !told.isEmpty, "applied": quote.applied.map(applied),
      "refused": told.map(refused), "codeAction": frame.request.url("/cart/codes"),
      "codes": quote.codes.map(code),
    ]
  }

  private func code(_ code: String) -> View {
    [
      "code": code, "action": frame.request.url("/cart/codes/\(code)"),
      "removeLabel": texts["code.remove", ["code": code]],
    ]
  }

  private func applied(_ applied: Quote.Applied) -> View {
    var amount = applied.amount
    amount.minorUnits.negate()
    let gift = applied.gift.map { line in
      let name = line.options.isEmpty ? line.name : "\(line.name) \(line.options)"
      return texts["quote.gift", ["name": name, "count": "\(line.quantity)"]]
    }
    return [
      "name": frame.local(applied.name), "code": applied.enteredCode, "gift": gift,
      "amount": amount.minorUnits == 0 ? nil : texts.money(amount),
    ]
  }

  private func refused(_ refused: Quote.Refused) -> View {
    [
      "name": frame.local(refused.name), "code": refused.enteredCode,
      "reason": QuoteWords.reason(
        refused,
        texts,
        currency: quote.total.currency,
        locales: frame.request.locales
      ),
    ]
  }

  /// A code's refusal always is; of the others those that the shopper can do something about.
  private func isWorthSaying(_ refused: Quote.Refused) -> Bool {
    guard refused.enteredCode == nil else { return true }
    return switch refused.reason {
    case .amountTooLow, .piecesTooFew, .groupTaken, .excluded, .notBest, .giftUnavailable: true
    default: false
    }
  }
}

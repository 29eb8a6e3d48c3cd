internal import Crypto
internal import Foundation
internal import TenantStore

/// 交易账单 of one day: CSV whose values begin with a back-tick, then a line of sums.
package enum WeChatPayBill {
  /// The movements of a bill.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - digest: The SHA-1 of the file in hexadecimal, as the signed answer gave it.
  /// - Returns: Payments and refunds.
  /// - Throws: ``ProviderFailure`` when the file is another or has another shape.
  static func entries(of bytes: [UInt8], sha1 digest: String) throws(ProviderFailure)
    -> [BillEntry]
  {
    let found = Insecure.SHA1.hash(data: bytes).map { $0 }.hexadecimal
    guard found == digest.lowercased() else { throw .untrusted }
    return try entries(of: String(decoding: bytes, as: UTF8.self))
  }

  package static func entries(of text: String) throws(ProviderFailure) -> [BillEntry] {
    var lines = text.split(whereSeparator: \.isNewline).map(values)
    guard !lines.isEmpty else { return [] }
    // A byte order mark stands before the first name.
    let names = lines.removeFirst().map { $0.trimmingPrefix("\u{FEFF}") }
    func column(_ name: String) throws(ProviderFailure) -> Int {
      guard let index = names.firstIndex(where: { $0 == name }) else { throw .malformed }
      return index
    }
    let (number, reference) = (try column("商户订单号"), try column("微信订单号"))
    let (state, currency) = (try column("交易状态"), try column("货币种类"))
    let (amount, refundNumber) = (try column("订单金额"), try column("商户退款单号"))
    let (refundReference, refunded) = (try column("微信退款单号"), try column("申请退款金额"))
    let refundState = try column("退款状态")
    var entries: [BillEntry] = []
    for line in lines {
      // The sums follow under names of their own.
      guard line.count == names.count else { break }
      switch line[state] {
      case "SUCCESS":
        entries.append(
          BillEntry(
            .payment(line[number]),
            amount: try cents(line[amount]),
            currency: line[currency],
            reference: line[reference]
          )
        )
      // What is under way, or failed, is on the bill as well and has moved nothing.
      case "REFUND" where line[refundState] == "SUCCESS":
        entries.append(
          BillEntry(
            .refund(line[refundNumber]),
            amount: try cents(line[refunded]),
            currency: line[currency],
            reference: line[refundReference]
          )
        )
      default: continue
      }
    }
    return entries
  }

  /// The values of a line; a comma inside a value is no separator, because each begins with "`".
  private static func values(_ line: Substring) -> [String] {
    let line = String(line)
    guard line.hasPrefix("`") else {
      return line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return line.dropFirst().components(separatedBy: ",`")
  }

  private static func cents(_ text: String) throws(ProviderFailure) -> Int64 {
    guard let yuan = Currency(code: "CNY"), let money = try? Money(decimal: text, currency: yuan)
    else { throw .malformed }
    return money.minorUnits
  }
}

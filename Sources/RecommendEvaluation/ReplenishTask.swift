import ArgumentParser
import Foundation
import Recommend

/// `replenish`: one order quantity for each request on standard input.
struct ReplenishTask: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replenish",
    abstract: "Answers each request, a JSON object a line, with how many units to order.",
    discussion: """
      A request has sku, history (units per week, oldest first), onHand, pipeline (units on their \
      way, a number or a list), leadTimeWeeks, pack, price and service; pipeline, pack, price and \
      service may be left out. Each line is answered at once. A line that is no request is answered \
      with 0, its number and what is wrong go to standard error, and the command fails at the end.
      """
  )

  func run() throws {
    var answers = ReplenishmentAnswers()
    while let line = readLine() {
      let answer = answers.answer(to: line)
      if let problem = answer.problem {
        FileHandle.standardError.write(Data("\(problem)\n".utf8))
      }
      if let quantity = answer.quantity {
        FileHandle.standardOutput.write(Data("\(quantity)\n".utf8))
      }
    }
    if answers.problems > 0 { throw ExitCode.failure }
  }
}

/// Answers requests line by line.
package struct ReplenishmentAnswers {
  /// How many lines could not be answered.
  package private(set) var problems = 0
  private var line = 0
  private var policy = ReplenishmentPolicy()
  private var prices = (sum: 0.0, count: 0.0)
  private let decoder = JSONDecoder()

  /// Begins before the first line.
  package init() {}

  /// Answers one line.
  ///
  /// - Returns: The quantity to print, nothing for a blank line; and what is wrong with the line.
  package mutating func answer(to text: String) -> (quantity: String?, problem: String?) {
    line += 1
    guard text.contains(where: { !$0.isWhitespace }) else { return (nil, nil) }
    do {
      let request = try decoder.decode(ReplenishmentLine.self, from: Data(text.utf8)).request()
      learnPrice(request.price)
      return (Self.written(policy.orderQuantity(for: request)), nil)
    } catch let error as ReplenishmentRequestError {
      return refused(error.description)
    } catch let error as DecodingError {
      return refused(Self.told(error))
    } catch {
      return refused("is no request")
    }
  }

  /// The usual article is the geometric mean of those asked about so far.
  private mutating func learnPrice(_ price: Double) {
    guard price > 0 else { return }
    prices.sum += log(price)
    prices.count += 1
    policy.typicalPrice = exp(prices.sum / prices.count)
  }

  private mutating func refused(_ problem: String) -> (quantity: String?, problem: String?) {
    problems += 1
    return ("0", "line \(line): \(problem)")
  }

  private static func written(_ quantity: Double) -> String {
    Int(exactly: quantity).map(String.init) ?? String(quantity)
  }

  private static func told(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.codingPath.first.map { "\($0.stringValue) is not of its kind" }
        ?? "is no JSON object"
    @unknown default: "is no request"
    }
  }
}

/// A request as its line spells it.
private struct ReplenishmentLine: Decodable {
  let history: [Double]
  let onHand: Double
  let pipeline: Units?
  let leadTimeWeeks: Int
  let pack: Double?
  let price: Double?
  let service: Double?

  enum CodingKeys: String, CodingKey {
    case history, onHand, pipeline, leadTimeWeeks, pack, price, service
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    history = try fields.decode([Double].self, forKey: .history)
    onHand = try fields.decode(Double.self, forKey: .onHand)
    pipeline = try fields.decodeIfPresent(Units.self, forKey: .pipeline)
    leadTimeWeeks = try fields.decode(Int.self, forKey: .leadTimeWeeks)
    pack = try fields.decodeIfPresent(Double.self, forKey: .pack)
    price = try fields.decodeIfPresent(Double.self, forKey: .price)
    service = try fields.decodeIfPresent(Double.self, forKey: .service)
  }

  func request() throws -> ReplenishmentRequest {
    try ReplenishmentRequest(
      history: history,
      onHand: onHand,
      pipeline: pipeline?.sum ?? 0,
      leadTimeWeeks: leadTimeWeeks,
      pack: pack ?? 1,
      price: price ?? 0,
      service: service ?? 0.98
    )
  }

  /// A number of units, or a list of them.
  struct Units: Decodable {
    let sum: Double

    init(from decoder: any Decoder) throws {
      let field = try decoder.singleValueContainer()
      if let one = try? field.decode(Double.self) {
        sum = one
      } else {
        sum = try field.decode([Double].self).reduce(0, +)
      }
    }
  }
}

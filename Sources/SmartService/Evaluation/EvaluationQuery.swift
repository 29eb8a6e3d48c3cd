public import Foundation

/// A line of a file of questions: `{id, text | turns, childAgeDays, kb, level, lang}`.
///
/// Questions with the right entry (`kb`), questions that nothing answers, vignettes of triage
/// (`level`) and questions in other languages all have this form.
public struct EvaluationQuery: Hashable, Sendable, Decodable {
  /// Its name in the file.
  public let id: String
  /// The one turn, if `turns` is absent.
  public let text: String?
  /// The turns, oldest first.
  public let turns: [String]?
  /// The age of the profile in days.
  public let childAgeDays: Int?
  /// The right entry.
  public let kb: String?
  /// The right level of triage.
  public let level: TriageLevel?
  /// The language, `zh` when absent.
  public let lang: String?

  private enum CodingKeys: CodingKey { case id, text, turns, childAgeDays, kb, level, lang }

  /// Reads a line; a label that is of another kind is as good as none, because it is not asked.
  public init(from decoder: any Decoder) throws {
    let line = try decoder.container(keyedBy: CodingKeys.self)
    if let number = try? line.decode(Int.self, forKey: .id) {
      id = "\(number)"
    } else {
      id = try line.decode(String.self, forKey: .id)
    }
    text = try line.decodeIfPresent(String.self, forKey: .text)
    turns = try line.decodeIfPresent([String].self, forKey: .turns)
    childAgeDays = try line.decodeIfPresent(Double.self, forKey: .childAgeDays)
      .flatMap { Int(exactly: $0.rounded(.down)) }
    kb = try? line.decodeIfPresent(String.self, forKey: .kb)
    level = try? line.decodeIfPresent(TriageLevel.self, forKey: .level)
    lang = try? line.decodeIfPresent(String.self, forKey: .lang)
  }

  /// What is asked.
  public var question: ServiceQuestion {
    ServiceQuestion(turns: turns ?? [text ?? ""], childAgeDays: childAgeDays)
  }
}

/// A line of a file of knowledge, as the development set has it.
public struct EvaluationEntry: Hashable, Sendable, Decodable {
  /// Its short name.
  public let id: String
  let topic: String?
  let question: String
  let similar: [String]?
  let answer: String
  let minAgeDays: Int?
  let maxAgeDays: Int?
  let source: String?

  /// The entry as it is written into a tenant.
  public var draft: KnowledgeDraft {
    KnowledgeDraft(
      slug: id,
      topic: topic ?? "",
      question: question,
      similar: (similar ?? []).filter { !$0.isEmpty },
      answer: answer,
      minAgeDays: minAgeDays,
      maxAgeDays: maxAgeDays,
      source: source.flatMap { $0.isEmpty ? nil : $0 } ?? id
    )
  }
}

/// Why a file of an evaluation cannot be read.
public struct EvaluationFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// What is wrong there.
  public let problem: String

  /// The place and what is wrong.
  public var description: String { "line \(line): \(problem)" }
}

/// Files with a JSON object a line.
public enum JSONLines {
  /// Reads all lines; empty ones are passed over.
  ///
  /// - Throws: ``EvaluationFileError`` with the first line that is wrong.
  public static func read<Line: Decodable>(_ data: Data, as type: Line.Type) throws -> [Line] {
    let decoder = JSONDecoder()
    return try data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated().compactMap { number, line in
        guard line.contains(where: { $0 > 0x20 }) else { return nil }
        do {
          return try decoder.decode(type, from: Data(line))
        } catch {
          throw EvaluationFileError(line: number + 1, problem: Self.words(for: error))
        }
      }
  }

  private static func words(for error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "the field \(key.stringValue) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "the field \(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another kind"
    default: "it is no JSON object with the fields that are expected"
    }
  }
}

internal import Foundation

/// Lists of names with a number each, by a name: what tables of models are made of.
///
/// Names are written once and then meant by their place, so that a table of a million entries is read in
/// a part of a second where JSON would take many.
struct NamedLists {
  private struct Head: Codable {
    let keys: [String]
    let names: [String]
  }

  private(set) var lists: [String: [(name: String, number: Float)]] = [:]

  init(_ lists: [String: [(name: String, number: Float)]]) { self.lists = lists }

  /// Reads what ``bytes()`` gave.
  init(bytes: [UInt8]) throws {
    var packed = PackedBytes(bytes)
    let head = try JSONDecoder().decode(Head.self, from: Data(try packed.read(UInt8.self, zero: 0)))
    let counts = try packed.read(Int32.self, zero: 0)
    let places = try packed.read(Int32.self, zero: 0)
    let numbers = try packed.read(Float.self, zero: 0)
    guard packed.isAtEnd, counts.count == head.keys.count, places.count == numbers.count,
      counts.allSatisfy({ $0 >= 0 }),
      counts.reduce(0, { $0 + Int($1) }) == places.count,
      places.allSatisfy({ head.names.indices.contains(Int($0)) })
    else { throw PackedBytes.Broken() }
    var start = 0
    lists.reserveCapacity(head.keys.count)
    for (key, count) in zip(head.keys, counts) {
      lists[key] = (start..<start + Int(count)).map {
        (name: head.names[Int(places[$0])], number: numbers[$0])
      }
      start += Int(count)
    }
  }

  /// The same lists give the same bytes.
  func bytes() throws -> [UInt8] {
    let keys = lists.keys.sorted()
    var (names, places) = ([String](), [String: Int32]())
    var (own, numbers) = ([Int32](), [Float]())
    for key in keys {
      for entry in lists[key] ?? [] {
        let place = places[entry.name] ?? Int32(names.count)
        if Int(place) == names.count {
          places[entry.name] = place
          names.append(entry.name)
        }
        own.append(place)
        numbers.append(entry.number)
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var packed = PackedBytes()
    packed.write([UInt8](try encoder.encode(Head(keys: keys, names: names))))
    packed.write(keys.map { Int32(lists[$0]?.count ?? 0) })
    packed.write(own)
    packed.write(numbers)
    return packed.bytes
  }
}

extension PartnerTable {
  package func content() throws -> [UInt8] {
    try NamedLists(partners.mapValues { $0.map { (name: $0.item, number: $0.weight) } }).bytes()
  }

  package init(content: [UInt8]) throws {
    self.init(
      partners: try NamedLists(bytes: content).lists.mapValues {
        $0.map { Partner(item: $0.name, weight: $0.number) }
      }
    )
  }
}

extension NeedTable {
  package func content() throws -> [UInt8] {
    try NamedLists(needs.mapValues { $0.map { (name: $0.category, number: $0.probability) } })
      .bytes()
  }

  package init(content: [UInt8]) throws {
    self.init(
      needs: try NamedLists(bytes: content).lists.mapValues {
        $0.map { Need(category: $0.name, probability: $0.number) }
      }
    )
  }
}

import Testing

@testable import Sync

@Suite struct ContactAddressesTests {
    @Test("of two contacts with one address the same counts, whichever comes first and however it is spelled")
    func shared() {
        for order in [[7, 3], [3, 7]] as [[Int64]] {
            var addresses = ContactAddresses()
            for id in order { addresses.add(id == 3 ? "A@example.com" : "a@Example.com", of: id) }
            #expect(addresses["a@example.COM"] == 3)
        }
    }

    @Test("no address is nobody's")
    func none() {
        var addresses = ContactAddresses()
        addresses.add(nil, of: 1)
        addresses.add("", of: 2)
        #expect(addresses[""] == nil)
    }
}

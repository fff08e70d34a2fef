// Certificates for test servers on loopback, made on the spot: an authority of one's own, and what it signs.
#pragma once

#include <memory>
#include <string>

namespace tocsin::test {

struct Certificate {
    std::string chain_pem, key_pem;
};

class CertificateAuthority {
public:
    enum class Kind {
        good,       // for "localhost", 127.0.0.1 and ::1, for a day
        other_name, // for "elsewhere.example"
        expired,    // since yesterday
    };

    CertificateAuthority(); // a fresh key: unknown to everybody who is not given pem()
    ~CertificateAuthority();
    CertificateAuthority(CertificateAuthority&&) noexcept;

    const std::string& pem() const; // what a client has to trust
    Certificate issue(Kind = Kind::good) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tocsin::test

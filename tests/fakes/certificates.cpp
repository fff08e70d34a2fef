// Certificates through libcrypto: P-256 keys, which are quick to make.
#include "tests/fakes/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace tocsin::test {
namespace {

template <auto Free> struct Frees {
    void operator()(auto* p) const { Free(p); }
};
using Key = std::unique_ptr<EVP_PKEY, Frees<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Frees<X509_free>>;
using Bio = std::unique_ptr<BIO, Frees<BIO_free_all>>;

constexpr long day = 24L * 60 * 60;

template <class T> T* made(T* p) {
    if (!p) throw std::runtime_error{"OpenSSL could not make a certificate"};
    return p;
}

std::string text_of(const auto& write) {
    const Bio bio{made(BIO_new(BIO_s_mem()))};
    write(bio.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
    return text_of([&](BIO* to) { PEM_write_bio_X509(to, certificate); });
}

std::string pem_of(EVP_PKEY* key) {
    return text_of(
        [&](BIO* to) { PEM_write_bio_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

void extend(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = made(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

X509Ptr blank(EVP_PKEY* key, const char* name, long from, long until) {
    X509Ptr certificate{made(X509_new())};
    X509_set_version(certificate.get(), X509_VERSION_3);
    const std::unique_ptr<BIGNUM, Frees<BN_free>> serial{made(BN_new())}; // clients refuse the same one twice
    BN_rand(serial.get(), 120, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY);
    BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get()));
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    return certificate;
}

} // namespace

struct CertificateAuthority::Impl {
    Key key{made(EVP_EC_gen("P-256"))};
    X509Ptr certificate{blank(key.get(), "Test authority", -2 * day, 10 * day)};
    std::string pem;
};

CertificateAuthority::CertificateAuthority() : impl_{std::make_unique<Impl>()} {
    X509* own = impl_->certificate.get();
    X509_set_issuer_name(own, X509_get_subject_name(own));
    extend(own, own, NID_basic_constraints, "critical,CA:TRUE");
    extend(own, own, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(own, own, NID_subject_key_identifier, "hash");
    X509_sign(own, impl_->key.get(), EVP_sha256());
    impl_->pem = pem_of(own);
}
CertificateAuthority::~CertificateAuthority() = default;
CertificateAuthority::CertificateAuthority(CertificateAuthority&&) noexcept = default;

const std::string& CertificateAuthority::pem() const { return impl_->pem; }

Certificate CertificateAuthority::issue(Kind kind) const {
    const Key key{made(EVP_EC_gen("P-256"))};
    const bool expired = kind == Kind::expired, other = kind == Kind::other_name;
    const X509Ptr certificate = blank(key.get(), other ? "elsewhere.example" : "localhost",
                                      expired ? -2 * day : -day / 24, expired ? -day : day);
    X509* issuer = impl_->certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
    extend(certificate.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
    extend(certificate.get(), issuer, NID_key_usage, "critical,digitalSignature");
    extend(certificate.get(), issuer, NID_ext_key_usage, "serverAuth");
    extend(certificate.get(), issuer, NID_subject_key_identifier, "hash");
    extend(certificate.get(), issuer, NID_authority_key_identifier, "keyid:always");
    extend(certificate.get(), issuer, NID_subject_alt_name,
           other ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1,IP:::1");
    X509_sign(certificate.get(), impl_->key.get(), EVP_sha256());
    return {pem_of(certificate.get()) + impl_->pem, pem_of(key.get())};
}

} // namespace tocsin::test

//! Files of the card: record of the card face, certificates, the four attributes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(face) = card::surface::parse(bytes) {
        assert!(face.photo_jp2.len() <= bytes.len());
    }
    let _ = card::certificate::facts(bytes);
    let _ = card::support_ap::parse(bytes);
    let _ = card::cv::CvCertificate::parse(bytes, card::CardFile::SurfaceCertificate);
});

//! service-https

//! Row 4. Profile, detection, holding, backing, descriptor.

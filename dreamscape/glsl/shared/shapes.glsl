// shapes: signed distances in the plane, negative inside, in the units of their arguments (named as in Quilez's
// catalogue of exact distances, derived independently). Cost: a square root each.
float capsule(vec2 p, vec2 a, vec2 b, float radius_a, float radius_b) {
    vec2 ab = b - a;
    float t = clamp(dot(p - a, ab) / dot(ab, ab), 0.0, 1.0);
    return length(p - a - ab * t) - mix(radius_a, radius_b, t);
}

// The smaller of two distances with a fillet of size k where they meet.
float fillet(float a, float b, float k) {
    float h = max(k - abs(a - b), 0.0) / k;
    return min(a, b) - h * h * k * 0.25;
}

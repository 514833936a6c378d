// prism: the way of light through a crystal, in the axes of the facet by which it enters: x outwards, y along.
// enter: into the glass; meet: where a ray inside meets the glass again, at one of the three sides across; far_normal:
// which way that looks; leave: out of it there, or thrown back; part: how colours part there; spectrum: the colours of
// a fine line so seen; at_glass: what a facet throws back. Needs `facing`, `within`, `build` (the shoulder's height,
// how much sides lean, and how much the tip's faces do), `sides`, `shares` (y: how far colours part) and roots.glsl.
// Cost: about 25, 45, 10, 20, 20, 12 and 5 operations.

// The lesser and the greater of two numbers of which one at most is below 0: their bits as whole numbers have the same
// order, and without care for what is none it is one operation in place of three.
float lesser(float a, float b) {
    return intBitsToFloat(min(floatBitsToInt(a), floatBitsToInt(b)));
}

float greater(float a, float b) {
    return intBitsToFloat(max(floatBitsToInt(a), floatBitsToInt(b)));
}

// Red, green and blue of a bright line, seen `off` from it, each colour bent further by its part of `change`.
vec3 spectrum(float off, float change) {
    vec3 x = vec3(off + change, off, off - 1.25 * change);
    vec3 k = max(1.0 - x * x, 0.0);
    return k * k;
}

const float INDEX = 1.46, RARE = 1.0 / INDEX;  // of refraction

// Schlick's approximation of what a facet throws back.
float at_glass(float f) {
    float f2 = f * f;
    return 0.04 + 0.96 * (f2 * f2 * f);
}

// The way of light through a crystal, from the eye on; all ways are in the facet's axes.
struct LightPath {
    vec3 inside, spread;  // of green light in the glass, and how that changes against 1 / index
    vec3 met;  // the far facet's normal, not unit
    float way, next;  // m to it, and from there to the facet that is the next one
    vec3 back, green;  // that normal, and where green light leaves
    float hit, spread_hit;  // cosines there, of the way inside and of the spread,
    float outside, root;  // and of the way outside: its square, and one over it
    vec3 change;  // of the way out with the index,
    float much;   // and how much of that colours show
};

// Into the glass: green exactly, red and blue by the slope of Snell's law against the index.
LightPath enter(vec3 view, float front) {
    LightPath path;
    float square = front * front, cosine = (1.0 - RARE * RARE) + (RARE * RARE) * square;  // inside, squared
    float root = inversesqrt(cosine);
    path.inside = view * RARE + facing * (front * RARE - cosine * root);
    path.spread = view + facing * (front - (RARE - RARE * square) * root);
    return path;
}

// The facet that a ray inside meets first. What leaves above the shoulder leaves through the tip's face over that side.
void meet(inout LightPath path) {
    vec3 r = path.inside;
    vec2 left = vec2(-0.5 * within.x, 0.8660254 * within.z), speed = vec2(-0.5 * r.x, 0.8660254 * r.z);
    vec3 gap = sides * (1.0 - build.y * within.y) - vec3(left.x + left.y, -within.x, left.x - left.y);
    vec3 t = gap / max(vec3(speed.x + speed.y, -r.x, speed.x - speed.y) + sides * (build.y * r.y), 0.02);
    float low = lesser(t.x, t.z);
    bool middle = t.y < low;
    path.way = lesser(t.y, low);
    vec3 met = t.x < t.z ? vec3(-0.5, sides.x, 0.8660254) : vec3(-0.5, sides.z, -0.8660254);
    met = middle ? vec3(-1.0, sides.y, 0.0) : met;
    float over = within.y + r.y * path.way - build.x;
    path.next = lesser(lesser(greater(t.x, t.z), greater(t.y, low)) - path.way, abs(over));
    path.met = vec3(met.x, met.y * (over > 0.0 ? build.z : build.y), met.z);
}

void far_normal(inout LightPath path) {
    path.back = path.met * inversesqrt(1.0 + path.met.y * path.met.y);  // across, it is unit
}

bool thrown(LightPath path) {
    return path.outside < 0.02;
}

// The way out of the glass, or thrown back at the far facet, of green light.
void leave(inout LightPath path) {
    path.hit = max(dot(path.inside, path.back), 0.0);
    path.spread_hit = dot(path.spread, path.back);
    path.outside = (1.0 - INDEX * INDEX) + (INDEX * INDEX) * (path.hit * path.hit);
    float square = max(path.outside, 0.02);
    path.root = inverse_root(square);
    float turn = thrown(path) ? 2.0 * path.hit : INDEX * path.hit - square * path.root;
    path.green = path.inside * (thrown(path) ? 1.0 : INDEX) - path.back * turn;
}

// How that changes with the index.
void part(inout LightPath path) {
    float exit = path.hit - path.spread_hit - (RARE - RARE * path.outside) * path.root;  // its own slope
    float slope = thrown(path) ? (-2.0 * RARE) * path.spread_hit : exit;
    path.change = (thrown(path) ? path.spread * RARE : path.spread - path.inside) + path.back * slope;
    path.much = shares.y / (1.0 + 0.05 * dot(path.change, path.change));
}

// held: from the hand's own space in metres (the wrist is the origin, x to the fingertips, y out of the palm, z away
// from the thumb) to the world, and the stone's position in the palm. Argument: a point or direction. Needs frame.glsl.
// TURNED: it is also turned about the vertical. As `axes` of dreamscape/places/hand/offering.py.
uniform vec3 wrist;   // m, in the world
uniform vec2 lean;    // cosine and sine of the angle by which the palm turns to the camera
uniform float mirror; // 1 a right hand, -1 a left one
#ifdef TURNED
uniform vec2 about;   // cosine and sine of the angle about the vertical
#endif
const vec3 STONE = vec3(0.056, 0.0195, 0.003);       // m, its middle
const vec3 STONE_SIZE = vec3(0.0235, 0.0115, 0.0170);  // m, half of it

vec3 turn_hand(vec3 d) {
    vec3 v = vec3(d.x * mirror, lean.x * d.y + lean.y * d.z, lean.x * d.z - lean.y * d.y);
#ifdef TURNED
    v.xz = vec2(about.x * v.x - about.y * v.z, about.y * v.x + about.x * v.z);
#endif
    return v;
}

vec3 place_hand(vec3 p) {
    return wrist + turn_hand(p);
}

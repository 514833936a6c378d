// seam: the luminous tear that splits the sky. Argument: tangent of elevation. Returns the tangent of the seam's
// azimuth at that height. Needs frame.glsl, sine.glsl, and the uniforms seam_azimuth and seam_lean of the sky layer's
// parameters.
float seam_at(float e) {
    float sway = sine(e * 9.0 + sky_place.x + sky_time * 0.05) * 0.020
        + sine(e * 23.0 + sky_place.y - sky_time * 0.08) * 0.007;
    return seam_azimuth - seam_lean * e + 0.71 * seam_lean * e * e
        + (sway + sine(e * 47.0 + sky_place.z) * 0.0025) * smoothstep(0.0, 0.2, e);
}

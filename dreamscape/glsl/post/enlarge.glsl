// enlarge: a graded picture that was drawn smaller, at the output's size, with one bilinear tap; the rounding of the
// target makes whole code values of it again. Defines: WHOLE where the target is a half float that holds code values.
uniform sampler2D image;
uniform vec2 target_texel;
out vec4 colour;

void main() {
    colour = texture(image, gl_FragCoord.xy * target_texel);
#ifdef WHOLE
    colour = floor(colour + 0.5);
#endif
}

// isf: what ISF promises both stages of a shader; its images are samplers of their names. Cost: none of its own.
uniform vec2 RENDERSIZE;   // px, of what the pass draws
uniform float TIME;        // s
uniform float TIMEDELTA;   // s, since the frame before
uniform vec4 DATE;         // year, month, day, s of the day
uniform int FRAMEINDEX;
#define vv_FragNormCoord isf_FragNormCoord
#define vv_vertShaderInit isf_vertShaderInit
#define IMG_SIZE(image) vec2(textureSize(image, 0))
#define IMG_NORM_PIXEL(image, place) texture(image, place)
#define IMG_PIXEL(image, pixel) texture(image, (pixel) / IMG_SIZE(image))
#define IMG_THIS_NORM_PIXEL(image) texture(image, isf_FragNormCoord)
#define IMG_THIS_PIXEL(image) texture(image, isf_FragNormCoord)
